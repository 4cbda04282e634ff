package com.quittance.people;

import com.quittance.tenancy.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Links in mails by which somebody chooses a password, by their secrets' hashes. */
final class PasswordLinks {

  /** What a link is for, and how long it is good. */
  enum Kind {
    RESET(Duration.ofMinutes(30)),
    INVITATION(Duration.ofHours(72));

    private final Duration life;

    Kind(Duration life) {
      this.life = life;
    }

    Duration life() {
      return life;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final JdbcClient sql;

  /**
   * @param sql in the role that may see people
   */
  PasswordLinks(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * Those of the same job stay: when its mail may have arrived and is sent again, whichever copy is
   * read works.
   *
   * @return whether it is the first of its job
   */
  boolean add(Secret secret, PersonId person, Kind kind, UUID job, Instant now) {
    var others =
        sql.sql("select count(*) from password_link where person_id = ? and job_id = ?")
            .params(person.value(), job)
            .query(Long.class)
            .single();
    sql.sql(
            """
            insert into password_link (hash, person_id, kind, job_id, expires_at)
            values (?, ?, ?, ?, ?)
            """)
        .params(
            secret.hash(),
            person.value(),
            kind.code(),
            job,
            now.plus(kind.life()).atOffset(ZoneOffset.UTC))
        .update();
    return others == 0;
  }

  /** Ends those that a newer one of the same kind replaces. */
  void endOthers(PersonId person, Kind kind, UUID job) {
    sql.sql("delete from password_link where person_id = ? and kind = ? and job_id <> ?")
        .params(person.value(), kind.code(), job)
        .update();
  }

  void endAll(PersonId person) {
    sql.sql("delete from password_link where person_id = ?").param(person.value()).update();
  }

  Optional<Person> holder(Secret secret, Instant now) {
    return sql.sql(
            """
            select %s from password_link l join person p on p.id = l.person_id
            where l.hash = ? and l.expires_at > ?
            """
                .formatted(People.COLUMNS))
        .params(secret.hash(), now.atOffset(ZoneOffset.UTC))
        .query(People::read)
        .optional();
  }

  /**
   * Uses one up. The person is locked first: whoever holds another link of theirs waits.
   *
   * @return false when it is not good any more, perhaps since a moment ago
   */
  boolean use(Secret secret, PersonId person, Instant now) {
    new People(sql).lock(person);
    return sql.sql("delete from password_link where hash = ? and expires_at > ?")
            .params(secret.hash(), now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }
}
