package com.quittance.people;

import com.quittance.sealing.Seal;
import com.quittance.tenancy.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people show beside their password. */
final class SecondFactors {

  private final JdbcClient sql;
  private final Seal seal;

  /**
   * @param sql in the role that may see people
   */
  SecondFactors(JdbcClient sql, Seal seal) {
    this.sql = sql;
    this.seal = seal;
  }

  private static String place(PersonId person) {
    return "second_factor.secret " + person;
  }

  /**
   * In place of one that was not confirmed, if there is one.
   *
   * @return false when one is confirmed
   */
  boolean begin(PersonId person, SecondFactor factor) {
    return sql.sql(
                """
            insert into second_factor (person_id, secret, begun_at) values (?, ?, ?)
            on conflict (person_id) do update
              set secret = excluded.secret, begun_at = excluded.begun_at, last_step = 0
            where second_factor.confirmed_at is null
            """)
            .params(
                person.value(),
                seal.seal(factor.totp().base32(), place(person)),
                factor.begunAt().atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  Optional<SecondFactor> find(PersonId person) {
    return sql.sql("select * from second_factor where person_id = ?")
        .param(person.value())
        .query((row, _) -> read(row, person))
        .optional();
  }

  private SecondFactor read(ResultSet row, PersonId person) throws SQLException {
    var confirmed = row.getObject("confirmed_at", OffsetDateTime.class);
    return new SecondFactor(
        new Totp(seal.open(row.getString("secret"), place(person))),
        row.getObject("begun_at", OffsetDateTime.class).toInstant(),
        confirmed == null ? null : confirmed.toInstant(),
        row.getLong("last_step"));
  }

  /** Seals with the key that seals now what another has sealed. */
  void renewSeals() {
    var outdated =
        sql.sql("select * from second_factor where key_id <> ?")
            .param(seal.keyId())
            .query((row, _) -> Map.entry(person(row), row.getString("secret")))
            .list();
    for (var one : outdated) {
      var kept = one.getValue();
      sql.sql("update second_factor set secret = ? where person_id = ? and secret = ?")
          .params(seal.renewed(kept, place(one.getKey())), one.getKey().value(), kept)
          .update();
    }
  }

  private static PersonId person(ResultSet row) throws SQLException {
    return new PersonId(row.getObject("person_id", UUID.class));
  }

  void confirm(PersonId person, Instant at) {
    sql.sql("update second_factor set confirmed_at = ? where person_id = ?")
        .params(at.atOffset(ZoneOffset.UTC), person.value())
        .update();
  }

  /**
   * @return false when a code of this step, or of a later one, was taken before
   */
  boolean use(PersonId person, long step) {
    return sql.sql("update second_factor set last_step = ? where person_id = ? and last_step < ?")
            .params(step, person.value(), step)
            .update()
        == 1;
  }

  void remove(PersonId person) {
    sql.sql("delete from recovery_code where person_id = ?").param(person.value()).update();
    sql.sql("delete from second_factor where person_id = ?").param(person.value()).update();
  }

  /** In place of all that there were. */
  void keep(PersonId person, List<RecoveryCode> codes) {
    sql.sql("delete from recovery_code where person_id = ?").param(person.value()).update();
    for (var code : codes) {
      sql.sql("insert into recovery_code (person_id, hash) values (?, ?)")
          .params(person.value(), code.hash())
          .update();
    }
  }

  /**
   * @return false when it is none of theirs, or was used before
   */
  boolean use(PersonId person, RecoveryCode code) {
    return sql.sql("delete from recovery_code where person_id = ? and hash = ?")
            .params(person.value(), code.hash())
            .update()
        == 1;
  }

  int codesLeft(PersonId person) {
    return sql.sql("select count(*) from recovery_code where person_id = ?")
        .param(person.value())
        .query(Integer.class)
        .single();
  }
}
