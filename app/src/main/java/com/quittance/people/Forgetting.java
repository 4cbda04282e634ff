package com.quittance.people;

import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes away what does not count any more, and with it whose address was where. */
public final class Forgetting {

  private final JdbcClient sql;
  private final Clock clock;

  /**
   * @param people in the role that may see people
   */
  public Forgetting(DataSource people, Clock clock) {
    this.sql = JdbcClient.create(people);
    this.clock = clock;
  }

  /**
   * @return how much
   */
  public int forget() {
    var now = clock.instant();
    var sessions =
        sql.sql("delete from person_session where expires_at < ? or last_seen_at < ?")
            .params(now.atOffset(ZoneOffset.UTC), now.minus(Session.IDLE).atOffset(ZoneOffset.UTC))
            .update();
    var devices =
        sql.sql("delete from known_device where last_used_at < ?")
            .param(now.minus(KnownDevices.LIFE).atOffset(ZoneOffset.UTC))
            .update();
    var attempts =
        sql.sql("delete from sign_in_attempt where last_at < ?")
            .param(now.minus(Attempts.MEMORY).atOffset(ZoneOffset.UTC))
            .update();
    var resets =
        sql.sql("delete from password_reset where asked_at < ?")
            .param(now.minus(PasswordResets.MEMORY).atOffset(ZoneOffset.UTC))
            .update();
    var links =
        sql.sql("delete from password_link where expires_at < ?")
            .param(now.atOffset(ZoneOffset.UTC))
            .update();
    var enrolments =
        sql.sql("delete from second_factor where confirmed_at is null and begun_at < ?")
            .param(now.minus(SecondFactor.TO_CONFIRM).atOffset(ZoneOffset.UTC))
            .update();
    return sessions + devices + attempts + resets + links + enrolments;
  }
}
