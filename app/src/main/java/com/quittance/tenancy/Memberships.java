package com.quittance.tenancy;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who belongs to the transaction's tenant. */
public final class Memberships {

  private static final String SELECT =
      """
      select m.*, p.email from membership m join person p on p.id = m.person_id
      where m.tenant_id = current_tenant()
      """;

  private final Tx tx;

  public Memberships(Tx tx) {
    this.tx = tx;
  }

  /** Also when it has ended. */
  public Optional<Membership> find(PersonId person) {
    return Sql.on(tx)
        .sql(SELECT + " and m.person_id = ?")
        .param(person.value())
        .query(Memberships::read)
        .optional();
  }

  /** To be changed: nobody else changes it until the transaction ends. Also when it has ended. */
  public Optional<Membership> lock(PersonId person) {
    return Sql.on(tx)
        .sql(SELECT + " and m.person_id = ? for update of m")
        .param(person.value())
        .query(Memberships::read)
        .optional();
  }

  /** Those that have not ended, the longest first. */
  public List<Membership> live() {
    return Sql.on(tx)
        .sql(SELECT + " and m.ended_at is null order by m.since, m.person_id")
        .query(Memberships::read)
        .list();
  }

  /** Keeps everybody else from changing who owns the company until the transaction ends. */
  public int lockOwners() {
    return Sql.on(tx)
        .sql(
            """
            select person_id from membership
            where tenant_id = current_tenant() and role = 'owner' and ended_at is null
            order by person_id for update
            """)
        .query(UUID.class)
        .list()
        .size();
  }

  /**
   * Makes somebody a member, again if they were before.
   *
   * @return false when they are
   */
  public boolean begin(PersonId person, String name, Role role, Instant now) {
    return Sql.on(tx)
            .sql(
                """
            insert into membership (tenant_id, person_id, name, role, since) values (?, ?, ?, ?, ?)
            on conflict (tenant_id, person_id) do update
            set name = excluded.name, role = excluded.role, since = excluded.since, ended_at = null,
              version = membership.version + 1
            where membership.ended_at is not null
            """)
            .params(tx.tenant(), person.value(), name, role.code(), now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /**
   * Whether somebody is to be told now that they belong to the company.
   *
   * @param pause after they were told the last time
   */
  public boolean isToBeTold(PersonId person, Instant now, Duration pause) {
    return Sql.on(tx)
            .sql(
                """
                update membership set told_at = :now
                where tenant_id = current_tenant() and person_id = :person
                  and (told_at is null or told_at <= :pause)
                """)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("person", person.value())
            .param("pause", now.minus(pause).atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** Those who are called so and may do that already have not changed. */
  public void change(PersonId person, String name, Role role) {
    Sql.on(tx)
        .sql(
            """
            update membership set name = :name, role = :role, version = version + 1
            where tenant_id = current_tenant() and person_id = :person
              and (name, role) <> (:name, :role)
            """)
        .param("name", name)
        .param("role", role.code())
        .param("person", person.value())
        .update();
  }

  public void end(PersonId person, Instant now) {
    Sql.on(tx)
        .sql(
            """
            update membership set ended_at = ?
            where tenant_id = current_tenant() and person_id = ? and ended_at is null
            """)
        .params(now.atOffset(ZoneOffset.UTC), person.value())
        .update();
  }

  private static Membership read(ResultSet row, int n) throws SQLException {
    var ended = row.getObject("ended_at", OffsetDateTime.class);
    return new Membership(
        new TenantId(row.getObject("tenant_id", UUID.class)),
        new PersonId(row.getObject("person_id", UUID.class)),
        row.getString("email"),
        row.getString("name"),
        Role.of(row.getString("role")),
        row.getObject("since", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant(),
        row.getInt("version"));
  }
}
