package com.quittance.people;

import com.quittance.tenancy.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** For which addresses a new password was asked, whether somebody has them or not. */
final class PasswordResets {

  /**
   * Who asks again sooner has the link that is on its way. It is good for longer, so that at any
   * time there is one that works or can be had, however often strangers ask.
   */
  static final Duration PAUSE = Duration.ofMinutes(15);

  /** After so long it is not answered any more. */
  static final Duration MEMORY = Duration.ofDays(1);

  private final JdbcClient sql;

  /**
   * @param sql in the role that may see people
   */
  PasswordResets(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * @return false when one was asked for a short time ago
   */
  boolean ask(String email, UUID id, Instant now) {
    return sql.sql(
                """
                insert into password_reset as before (email, id, asked_at) values (:email, :id, :now)
                on conflict (email) do update set id = :id, asked_at = :now
                where before.asked_at <= :pause
                """)
            .param("email", email)
            .param("id", id)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("pause", now.minus(PAUSE).atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** What was asked for is answered no more, and may be asked for again at once. */
  void forget(PersonId person) {
    sql.sql(
            """
            delete from password_reset r using person p where p.id = ? and p.email = r.email
            """)
        .param(person.value())
        .update();
  }

  /**
   * Of a person, unless it is forgotten or somebody has asked anew. Whoever changes the password
   * waits until the transaction ends, and so does not miss the link that it makes.
   */
  Optional<Person> lock(UUID id) {
    return sql.sql(
            """
            select %s from password_reset r join person p on p.email = r.email where r.id = ?
            for update of r
            """
                .formatted(People.COLUMNS))
        .param(id)
        .query(People::read)
        .optional();
  }
}
