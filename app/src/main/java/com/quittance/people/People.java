package com.quittance.people;

import com.quittance.tenancy.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everybody, of whatever company: the application's own role does not reach them. */
final class People {

  /** Of {@code person p}, all that {@link #read} reads. */
  static final String COLUMNS =
      """
      p.*, exists (select from second_factor f
        where f.person_id = p.id and f.confirmed_at is not null) as second_factor
      """;

  private final JdbcClient sql;

  /**
   * @param sql in the role that may see people
   */
  People(JdbcClient sql) {
    this.sql = sql;
  }

  Optional<Person> find(String email) {
    return sql.sql("select %s from person p where email = ?".formatted(COLUMNS))
        .param(email)
        .query(People::read)
        .optional();
  }

  /** Nobody else changes how they sign in until the transaction ends. */
  Person lock(PersonId id) {
    return sql.sql("select %s from person p where id = ? for no key update of p".formatted(COLUMNS))
        .param(id.value())
        .query(People::read)
        .single();
  }

  Person get(PersonId id) {
    return sql.sql("select %s from person p where id = ?".formatted(COLUMNS))
        .param(id.value())
        .query(People::read)
        .single();
  }

  /**
   * @return false when somebody has this address already, perhaps since a moment ago
   */
  boolean add(Person person) {
    return sql.sql(
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

  void setPassword(PersonId person, String hash) {
    sql.sql("update person set password_hash = ? where id = ?")
        .params(hash, person.value())
        .update();
  }

  static Person read(ResultSet row, int n) throws SQLException {
    return new Person(
        new PersonId(row.getObject("id", UUID.class)),
        row.getString("email"),
        Locale.forLanguageTag(row.getString("locale")),
        row.getBoolean("operator"),
        row.getString("password_hash"),
        row.getBoolean("second_factor"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
