package com.quittance.people;

import com.quittance.tenancy.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Browsers somebody has signed in with before. */
final class KnownDevices {

  static final Duration LIFE = Duration.ofDays(180);

  private final JdbcClient sql;

  KnownDevices(JdbcClient sql) {
    this.sql = sql;
  }

  boolean isOf(Secret device, String email, Instant now) {
    return sql.sql(
            """
            select exists (select from known_device d join person p on p.id = d.person_id
              where d.hash = ? and p.email = ? and d.last_used_at > ?)
            """)
        .params(device.hash(), email, now.minus(LIFE).atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  /** Whosever it is. */
  boolean isKnown(Secret device, Instant now) {
    return sql.sql("select exists (select from known_device where hash = ? and last_used_at > ?)")
        .params(device.hash(), now.minus(LIFE).atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  void add(Secret device, PersonId person, Instant now) {
    sql.sql("insert into known_device (hash, person_id, last_used_at) values (?, ?, ?)")
        .params(device.hash(), person.value(), now.atOffset(ZoneOffset.UTC))
        .update();
  }

  void forgetAll(PersonId person) {
    sql.sql("delete from known_device where person_id = ?").param(person.value()).update();
  }

  void used(Secret device, Instant now) {
    sql.sql("update known_device set last_used_at = ? where hash = ?")
        .params(now.atOffset(ZoneOffset.UTC), device.hash())
        .update();
  }
}
