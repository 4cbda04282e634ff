package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.InvoiceNumber;
import com.quittance.billing.domain.InvoiceStatus;
import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.Refusal.UnknownInvoice;
import com.quittance.billing.domain.Refusal.UnknownPayment;
import com.quittance.billing.domain.Refused;
import com.quittance.database.Slice;
import com.quittance.database.Sql;
import com.quittance.money.Money;
import com.quittance.relay.Tx;
import com.quittance.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Invoices of the transaction's tenant; row-level security answers, so no method takes a tenant.
 */
public final class Invoices {

  /** Of one page: an invoice may have 500 of them, and all are in memory at once. */
  static final int MAX_LINES_OF_PAGE = 1_000;

  private final Tx tx;
  private final JdbcClient sql;

  public Invoices(Tx tx) {
    this.tx = tx;
    this.sql = Sql.on(tx);
  }

  /**
   * @throws Refused when the tenant has no such invoice
   */
  public Invoice get(InvoiceId id) {
    return one("select * from invoice where id = ?", id.value(), new UnknownInvoice(id));
  }

  /** Locked until the transaction ends: whoever else wants to change it waits here. */
  public Invoice lock(InvoiceId id) {
    return one("select * from invoice where id = ? for update", id.value(), new UnknownInvoice(id));
  }

  /** The invoice a payment is for, locked. */
  public Invoice lockFor(PaymentId payment) {
    return one(
        """
        select i.* from invoice i join payment p on (p.tenant_id, p.invoice_id) = (i.tenant_id, i.id)
        where p.id = ? for update of i
        """,
        payment.value(),
        new UnknownPayment(payment));
  }

  private Invoice one(String query, UUID id, com.quittance.billing.domain.Refusal otherwise) {
    return withLines(sql.sql(query).param(id).query(Row::read).list()).stream()
        .findFirst()
        .orElseThrow(() -> new Refused(otherwise));
  }

  /**
   * Up to {@code limit} of them, fewer when they have many lines.
   *
   * @param today the tenant's
   */
  public Slice<Invoice> page(InvoiceSearch search, LocalDate today, int limit) {
    var found = Slice.of(rows(search, today, limit + 1), limit);
    var rows = found.rows();
    var lines = lines(rows, MAX_LINES_OF_PAGE + 1);
    if (lines.size() <= MAX_LINES_OF_PAGE) {
      return new Slice<>(withLines(rows, lines), found.more());
    }
    var broken = lines.getLast().invoice();
    var whole = rows.stream().takeWhile(row -> !row.id().equals(broken)).toList();
    return new Slice<>(withLines(whole, lines), true);
  }

  /**
   * As tables show them, without their lines, which stay empty.
   *
   * @param today the tenant's
   */
  public Slice<Invoice> heads(InvoiceSearch search, LocalDate today, int limit) {
    return Slice.of(withLines(rows(search, today, limit + 1), List.of()), limit);
  }

  private List<Row> rows(InvoiceSearch search, LocalDate today, int limit) {
    var query = search.query(today, limit);
    return sql.sql(query.sql()).params(query.parameters()).query(Row::read).list();
  }

  /**
   * Open invoices whose due date has passed, locked, in the order of their ids after {@code after}.
   */
  public List<Invoice> lockOverdue(LocalDate today, @Nullable InvoiceId after, int limit) {
    return withLines(
        sql.sql(
                """
                select * from invoice
                where status in ('sent', 'partially_paid') and due_date < :today
                  and (:after::uuid is null or id > :after)
                order by id limit :limit for update
                """)
            .param("today", today)
            .param("after", after == null ? null : after.value())
            .param("limit", limit)
            .query(Row::read)
            .list());
  }

  /**
   * Draws the next number; the counter's row stays locked until the transaction ends, so a number
   * is used exactly when the invoice that drew it commits.
   */
  public InvoiceNumber nextNumber(String pattern, int year) {
    var last =
        sql.sql(
                """
                insert into invoice_counter as counter (tenant_id, series, last) values (?, ?, 1)
                on conflict (tenant_id, series) do update set last = counter.last + 1
                returning last
                """)
            .params(tx.tenant(), InvoiceNumber.series(pattern, year))
            .query(Long.class)
            .single();
    return InvoiceNumber.of(pattern, year, last);
  }

  /** Whether a number of another series looks like those of this pattern. */
  public boolean hasNumberLike(String pattern, int year) {
    return sql.sql(
            """
            select exists (select from invoice
              where number ~ ? and (series = 'all') <> (? = 'all'))
            """)
        .params(InvoiceNumber.shape(pattern), InvoiceNumber.series(pattern, year))
        .query(Boolean.class)
        .single();
  }

  /** The invoice and its lines, in one statement. */
  public void add(Invoice invoice) {
    var totals = invoice.totals();
    var lines = invoice.lines();
    sql.sql(
            """
            with issued as (
              insert into invoice (tenant_id, id, client_id, series, sequence, number, status, currency,
                issue_date, due_date, subtotal, tax_total, total, paid, taxes, metadata, created_at)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, '{"reminder_count": 0}', ?)
              returning tenant_id, id)
            insert into invoice_line
              (tenant_id, invoice_id, position, description, quantity, unit_price, tax_rate, discount)
            select issued.tenant_id, issued.id, line.position, line.description, line.quantity,
              line.unit_price, line.tax_rate, line.discount
            from issued, unnest(?::text[], ?::numeric[], ?::bigint[], ?::numeric[], ?::numeric[])
              with ordinality as line (description, quantity, unit_price, tax_rate, discount, position)
            """)
        .params(
            tx.tenant(),
            invoice.id().value(),
            invoice.client().value(),
            invoice.sequence().series(),
            invoice.sequence().sequence(),
            invoice.number(),
            invoice.status().code(),
            invoice.currency().getCurrencyCode(),
            invoice.issueDate(),
            invoice.dueDate(),
            totals.subtotal().minor(),
            totals.taxTotal().minor(),
            totals.total().minor(),
            invoice.paid().minor(),
            InvoiceJson.taxes(totals.taxes()),
            invoice.createdAt().atOffset(ZoneOffset.UTC),
            column(lines, Line::description),
            column(lines, line -> line.quantity().value().toPlainString()),
            column(lines, line -> Long.toString(line.unitPrice().minor())),
            column(lines, line -> line.taxRate().toString()),
            column(lines, line -> line.discount().toString()))
        .update();
  }

  private static String[] column(List<Line> lines, Function<Line, String> of) {
    return lines.stream().map(of).toArray(String[]::new);
  }

  /** All that may change once an invoice is issued, but for its metadata. */
  public void update(Invoice invoice) {
    sql.sql(
            "update invoice set status = ?, paid = ?, announced_milestone = ? where tenant_id = ? and id = ?")
        .params(
            invoice.status().code(),
            invoice.paid().minor(),
            invoice.announcedMilestone(),
            tx.tenant(),
            invoice.id().value())
        .update();
  }

  public void markNotified(InvoiceId id, Instant at) {
    note(id, "jsonb_build_object('notification_sent_at', ?::text)", at.toString());
  }

  public void markThanked(InvoiceId id, Instant at) {
    note(id, "jsonb_build_object('paid_notification_sent_at', ?::text)", at.toString());
  }

  public void markPdf(InvoiceId id, String sha256) {
    note(id, "jsonb_build_object('pdf', ?::text)", sha256);
  }

  /** One more reminder; a late one never takes the milestone back. */
  public void markReminded(InvoiceId id, int milestone) {
    note(
        id,
        """
        jsonb_build_object(
          'reminder_count', coalesce((metadata->>'reminder_count')::int, 0) + 1,
          'last_overdue_milestone', greatest((metadata->>'last_overdue_milestone')::int, ?))
        """,
        milestone);
  }

  private void note(InvoiceId id, String addition, Object value) {
    sql.sql(
            "update invoice set metadata = metadata || %s where tenant_id = ? and id = ?"
                .formatted(addition))
        .params(value, tx.tenant(), id.value())
        .update();
  }

  private List<Invoice> withLines(List<Row> rows) {
    return withLines(rows, lines(rows, Integer.MAX_VALUE));
  }

  private static List<Invoice> withLines(List<Row> rows, List<OwnedLine> lines) {
    Map<UUID, List<Line>> byInvoice =
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    OwnedLine::invoice, Collectors.mapping(OwnedLine::line, Collectors.toList())));
    return rows.stream()
        .map(row -> row.invoice(byInvoice.getOrDefault(row.id(), List.of())))
        .toList();
  }

  /** In the order of the invoices. */
  private List<OwnedLine> lines(List<Row> rows, int most) {
    if (rows.isEmpty()) {
      return List.of();
    }
    var currencies = rows.stream().collect(Collectors.toMap(Row::id, Row::currency));
    return sql.sql(
            """
            select line.* from unnest(?) with ordinality as shown (id, place)
              join invoice_line line on line.invoice_id = shown.id
            order by shown.place, line.position limit ?
            """)
        .params(rows.stream().map(Row::id).toArray(UUID[]::new), most)
        .query((row, n) -> readLine(row, currencies))
        .list();
  }

  private record OwnedLine(UUID invoice, Line line) {}

  private static OwnedLine readLine(ResultSet row, Map<UUID, Currency> currencies)
      throws SQLException {
    var invoice = row.getObject("invoice_id", UUID.class);
    return new OwnedLine(
        invoice,
        InvoiceJson.line(
            row.getString("description"),
            row.getBigDecimal("quantity"),
            new Money(row.getLong("unit_price"), currencies.get(invoice)),
            row.getBigDecimal("tax_rate"),
            row.getBigDecimal("discount")));
  }

  /** A row as it stands, waiting for its lines. */
  private record Row(UUID id, Currency currency, Function<List<Line>, Invoice> build) {

    Invoice invoice(List<Line> lines) {
      return build.apply(lines);
    }

    static Row read(ResultSet row, int n) throws SQLException {
      var id = row.getObject("id", UUID.class);
      var currency = Currency.getInstance(row.getString("currency"));
      var tenant = new TenantId(row.getObject("tenant_id", UUID.class));
      var client = new ClientId(row.getObject("client_id", UUID.class));
      var number =
          new InvoiceNumber(
              row.getString("series"), row.getLong("sequence"), row.getString("number"));
      var status = InvoiceStatus.of(row.getString("status"));
      var issued = row.getObject("issue_date", LocalDate.class);
      var due = row.getObject("due_date", LocalDate.class);
      var totals =
          InvoiceJson.totals(
              row.getLong("subtotal"),
              row.getString("taxes"),
              row.getLong("tax_total"),
              row.getLong("total"),
              currency);
      var paid = new Money(row.getLong("paid"), currency);
      var milestone = row.getInt("announced_milestone");
      var metadata = InvoiceJson.metadata(row.getString("metadata"));
      var created = row.getObject("created_at", OffsetDateTime.class).toInstant();
      return new Row(
          id,
          currency,
          lines ->
              new Invoice(
                  tenant,
                  new InvoiceId(id),
                  client,
                  number,
                  status,
                  issued,
                  due,
                  lines,
                  totals,
                  paid,
                  milestone,
                  metadata,
                  created));
    }
  }
}
