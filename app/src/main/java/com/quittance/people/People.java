package com.quittance.people;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import com.quittance.tenancy.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Everybody, of whatever company: only transactions of {@link Register} reach them. */
final class People {

  private final Tx tx;

  People(Tx tx) {
    this.tx = tx;
  }

  Optional<Person> find(String email) {
    return Sql.on(tx)
        .sql("select * from person where email = ?")
        .param(email)
        .query(People::read)
        .optional();
  }

  /**
   * @return false when somebody has this address already, perhaps since a moment ago
   */
  boolean add(Person person) {
    return Sql.on(tx)
            .sql(
                """
                insert into person (id, email, locale, operator, created_at) values (?, ?, ?, ?, ?)
                on conflict (email) do nothing
                """)
            .params(
                person.id().value(),
                person.email(),
                person.locale().toLanguageTag(),
                person.operator(),
                person.createdAt().atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  static Person read(ResultSet row, int n) throws SQLException {
    return new Person(
        new PersonId(row.getObject("id", UUID.class)),
        row.getString("email"),
        Locale.forLanguageTag(row.getString("locale")),
        row.getBoolean("operator"),
        row.getString("password_hash"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
