package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.Refusal.UnknownClient;
import com.quittance.billing.domain.Refused;
import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Clients of the transaction's tenant; row-level security answers, so no method takes a tenant. */
public final class Clients {

  private final Tx tx;
  private final JdbcClient sql;

  public Clients(Tx tx) {
    this.tx = tx;
    this.sql = Sql.on(tx);
  }

  /**
   * @throws Refused when the tenant has no such client
   */
  public Client get(ClientId id) {
    return one("select * from client where id = ?", id);
  }

  /**
   * Locked until the transaction ends.
   *
   * @throws Refused when the tenant has no such client
   */
  public Client lock(ClientId id) {
    return one("select * from client where id = ? for update", id);
  }

  private Client one(String query, ClientId id) {
    return sql.sql(query)
        .param(id.value())
        .query(Clients::read)
        .optional()
        .orElseThrow(() -> new Refused(new UnknownClient(id)));
  }

  /** Who is billed by these invoices. */
  public Map<ClientId, Client> of(Collection<Invoice> invoices) {
    var ids = invoices.stream().map(invoice -> invoice.client().value()).distinct();
    return sql
        .sql("select * from client where id = any(?)")
        .param(ids.toArray(UUID[]::new))
        .query(Clients::read)
        .list()
        .stream()
        .collect(Collectors.toMap(Client::id, Function.identity()));
  }

  /** Newest first, from before {@code before} when it is given. */
  public List<Client> page(@Nullable UUID before, int limit) {
    return sql.sql(
            """
            select * from client where (?::uuid is null or id < ?) order by id desc limit ?
            """)
        .params(before, before, limit)
        .query(Clients::read)
        .list();
  }

  public List<Client> page(ClientSearch search, int limit) {
    var query = search.query(limit);
    return sql.sql(query.sql()).params(query.parameters()).query(Clients::read).list();
  }

  public void add(Client client) {
    sql.sql(
            """
            insert into client (tenant_id, id, name, email, address, tax_id, locale, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            tx.tenant(),
            client.id().value(),
            client.name(),
            client.email(),
            client.address(),
            client.taxId(),
            client.locale().toLanguageTag(),
            client.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  public void update(Client client) {
    sql.sql(
            """
            update client set name = ?, email = ?, address = ?, tax_id = ?, locale = ?, version = ?
            where tenant_id = ? and id = ?
            """)
        .params(
            client.name(),
            client.email(),
            client.address(),
            client.taxId(),
            client.locale().toLanguageTag(),
            client.version(),
            tx.tenant(),
            client.id().value())
        .update();
  }

  private static Client read(ResultSet row, int n) throws SQLException {
    return new Client(
        new ClientId(row.getObject("id", UUID.class)),
        row.getString("name"),
        row.getString("email"),
        row.getString("address"),
        row.getString("tax_id"),
        Locale.forLanguageTag(row.getString("locale")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getInt("version"));
  }
}
