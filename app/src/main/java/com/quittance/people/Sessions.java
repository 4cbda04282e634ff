package com.quittance.people;

import com.quittance.people.PeopleEvent.SessionEnded;
import com.quittance.tenancy.PersonId;
import com.quittance.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who is signed in. */
final class Sessions {

  private static final Duration GRAIN = Duration.ofMinutes(1);

  private static final String SELECT =
      """
      select s.id as session_id, s.tenant_id, s.created_at as began_at, s.last_seen_at,
        s.expires_at, s.address, s.agent, %s
      from person_session s join person p on p.id = s.person_id
      """
          .formatted(People.COLUMNS);

  private final JdbcClient sql;

  /**
   * @param sql in the role that may see people
   */
  Sessions(JdbcClient sql) {
    this.sql = sql;
  }

  void add(Session session, Secret secret) {
    var tenant = session.tenant();
    sql.sql(
            """
            insert into person_session (id, hash, person_id, tenant_id, created_at, last_seen_at,
              expires_at, address, agent)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            session.id(),
            secret.hash(),
            session.person().id().value(),
            tenant == null ? null : tenant.value(),
            session.createdAt().atOffset(ZoneOffset.UTC),
            session.lastSeenAt().atOffset(ZoneOffset.UTC),
            session.expiresAt().atOffset(ZoneOffset.UTC),
            session.address(),
            session.agent())
        .update();
  }

  /** Whether it still counts, it says itself. */
  Optional<Session> find(Secret secret) {
    return sql.sql(SELECT + " where s.hash = ?")
        .param(secret.hash())
        .query(Sessions::read)
        .optional();
  }

  /** The latest first, also those that do not count any more. */
  List<Session> of(PersonId person) {
    return sql.sql(SELECT + " where s.person_id = ? order by s.id desc limit 100")
        .param(person.value())
        .query(Sessions::read)
        .list();
  }

  /** To the minute. */
  void seen(Session session, Instant now) {
    if (now.isBefore(session.lastSeenAt().plus(GRAIN))) {
      return;
    }
    sql.sql("update person_session set last_seen_at = ? where id = ? and last_seen_at < ?")
        .params(now.atOffset(ZoneOffset.UTC), session.id(), now.atOffset(ZoneOffset.UTC))
        .update();
  }

  void choose(Session session, TenantId tenant) {
    sql.sql("update person_session set tenant_id = ? where id = ?")
        .params(tenant.value(), session.id())
        .update();
  }

  /**
   * @return false when they have no such session
   */
  boolean end(PersonId person, UUID session) {
    return sql.sql("delete from person_session where id = ? and person_id = ?")
            .params(session, person.value())
            .update()
        == 1;
  }

  /** Whosever it is. */
  Optional<SessionEnded> end(Secret secret) {
    return sql.sql("delete from person_session where hash = ? returning person_id, id")
        .param(secret.hash())
        .query(Sessions::ended)
        .optional();
  }

  /**
   * @param but one that stays; null: none does
   */
  List<SessionEnded> endAll(PersonId person, @Nullable UUID but) {
    return sql.sql(
            """
            delete from person_session where person_id = ? and id is distinct from ?
            returning person_id, id
            """)
        .params(person.value(), but)
        .query(Sessions::ended)
        .list();
  }

  private static SessionEnded ended(ResultSet row, int n) throws SQLException {
    return new SessionEnded(
        new PersonId(row.getObject("person_id", UUID.class)), row.getObject("id", UUID.class));
  }

  private static Session read(ResultSet row, int n) throws SQLException {
    var tenant = row.getObject("tenant_id", UUID.class);
    return new Session(
        row.getObject("session_id", UUID.class),
        People.read(row, n),
        tenant == null ? null : new TenantId(tenant),
        row.getObject("began_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getString("address"),
        row.getString("agent"));
  }
}
