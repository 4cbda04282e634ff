package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Draft;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.KeptDraft;
import com.quittance.billing.domain.Quantity;
import com.quittance.billing.domain.Refusal.UnknownDraft;
import com.quittance.billing.domain.Refused;
import com.quittance.database.Slice;
import com.quittance.database.Sql;
import com.quittance.money.Rate;
import com.quittance.relay.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Drafts of the transaction's tenant; row-level security answers, so no method takes a tenant. */
public final class Drafts {

  private static final JsonMapper JSON = new JsonMapper();

  private final Tx tx;
  private final JdbcClient sql;

  public Drafts(Tx tx) {
    this.tx = tx;
    this.sql = Sql.on(tx);
  }

  /**
   * @throws Refused when the tenant has no such draft
   */
  public KeptDraft get(InvoiceId id) {
    return one("select * from invoice_draft where id = ?", id);
  }

  /**
   * Locked until the transaction ends.
   *
   * @throws Refused when the tenant has no such draft
   */
  public KeptDraft lock(InvoiceId id) {
    return one("select * from invoice_draft where id = ? for update", id);
  }

  private KeptDraft one(String query, InvoiceId id) {
    return sql.sql(query)
        .param(id.value())
        .query(Drafts::read)
        .optional()
        .orElseThrow(() -> new Refused(new UnknownDraft(id)));
  }

  /**
   * Newest first, from before {@code before} when it is given; fewer than {@code limit} when they
   * have many lines.
   */
  public Slice<KeptDraft> page(@Nullable UUID before, @Nullable UUID client, int limit) {
    return sql.sql(
            """
            select * from (
              select draft.*, row_number() over newest as place,
                sum(jsonb_array_length(lines)) over newest as lines_so_far,
                lead(id) over newest is not null as more
              from (
                select * from invoice_draft
                where (:before::uuid is null or id < :before)
                  and (:client::uuid is null or client_id = :client)
                order by id desc limit :limit + 1) draft
              window newest as (order by id desc)) found
            where place <= :limit and (place = 1 or lines_so_far <= :lines)
            order by place
            """)
        .param("before", before)
        .param("client", client)
        .param("limit", limit)
        .param("lines", Invoices.MAX_LINES_OF_PAGE)
        .query(Drafts::slice);
  }

  private static Slice<KeptDraft> slice(ResultSet rows) throws SQLException {
    var drafts = new ArrayList<KeptDraft>();
    var more = false;
    while (rows.next()) {
      drafts.add(read(rows, drafts.size()));
      more = rows.getBoolean("more");
    }
    return new Slice<>(drafts, more);
  }

  public void add(KeptDraft kept) {
    var draft = kept.draft();
    sql.sql(
            """
            insert into invoice_draft
              (tenant_id, id, client_id, currency, due_date, lines, version, created_at, updated_at)
            values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
            """)
        .params(
            tx.tenant(),
            kept.id().value(),
            draft.client().value(),
            code(draft.currency()),
            draft.dueDate(),
            json(draft.items()),
            kept.version(),
            kept.createdAt().atOffset(ZoneOffset.UTC),
            kept.updatedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  public void update(KeptDraft kept) {
    var draft = kept.draft();
    sql.sql(
            """
            update invoice_draft
            set client_id = ?, currency = ?, due_date = ?, lines = ?::jsonb, version = ?, updated_at = ?
            where tenant_id = ? and id = ?
            """)
        .params(
            draft.client().value(),
            code(draft.currency()),
            draft.dueDate(),
            json(draft.items()),
            kept.version(),
            kept.updatedAt().atOffset(ZoneOffset.UTC),
            tx.tenant(),
            kept.id().value())
        .update();
  }

  public void delete(InvoiceId id) {
    sql.sql("delete from invoice_draft where tenant_id = ? and id = ?")
        .params(tx.tenant(), id.value())
        .update();
  }

  private static @Nullable String code(@Nullable Currency currency) {
    return currency == null ? null : currency.getCurrencyCode();
  }

  private static String json(List<Draft.Item> items) {
    var array = JSON.createArrayNode();
    for (var item : items) {
      array
          .addObject()
          .put("description", item.description())
          .put("quantity", item.quantity().toString())
          .put("unit_price", item.unitPrice())
          .put("currency", code(item.currency()))
          .put("tax_rate", item.taxRate().toString())
          .put("discount", item.discount().toString());
    }
    return array.toString();
  }

  private static KeptDraft read(ResultSet row, int n) throws SQLException {
    var items = new ArrayList<Draft.Item>();
    for (var item : JSON.readTree(row.getString("lines"))) {
      items.add(item(item));
    }
    var currency = row.getString("currency");
    return new KeptDraft(
        new InvoiceId(row.getObject("id", UUID.class)),
        new Draft(
            new ClientId(row.getObject("client_id", UUID.class)),
            currency == null ? null : Currency.getInstance(currency),
            row.getObject("due_date", LocalDate.class),
            items),
        row.getInt("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static Draft.Item item(JsonNode item) {
    var currency = item.get("currency");
    return new Draft.Item(
        item.get("description").asString(),
        Quantity.parse(item.get("quantity").asString()),
        item.get("unit_price").asLong(),
        currency.isNull() ? null : Currency.getInstance(currency.asString()),
        Rate.parse(item.get("tax_rate").asString()),
        Rate.parse(item.get("discount").asString()));
  }
}
