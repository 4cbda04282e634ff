package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.PaymentStatus;
import com.quittance.billing.domain.Refusal.GatewayReferenceTaken;
import com.quittance.billing.domain.Refusal.UnknownPayment;
import com.quittance.billing.domain.Refused;
import com.quittance.database.Sql;
import com.quittance.money.Money;
import com.quittance.relay.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Payments of the transaction's tenant; row-level security answers, so no method takes a tenant.
 */
public final class Payments {

  private final Tx tx;
  private final JdbcClient sql;

  public Payments(Tx tx) {
    this.tx = tx;
    this.sql = Sql.on(tx);
  }

  /**
   * @throws Refused when the tenant has no such payment
   */
  public Payment get(PaymentId id) {
    return find(id).orElseThrow(() -> new Refused(new UnknownPayment(id)));
  }

  public Optional<Payment> find(PaymentId id) {
    return sql.sql("select * from payment where id = ?")
        .param(id.value())
        .query(Payments::read)
        .optional();
  }

  /** The oldest first, from behind {@code after} when it is given. */
  public List<Payment> of(InvoiceId invoice, @Nullable UUID after, int limit) {
    return sql.sql(
            """
            select * from payment where invoice_id = :invoice and (:after::uuid is null or id > :after)
            order by id limit :limit
            """)
        .param("invoice", invoice.value())
        .param("after", after)
        .param("limit", limit)
        .query(Payments::read)
        .list();
  }

  /** Newest first, from before {@code before}; what is null does not matter. */
  public List<Payment> page(
      @Nullable PaymentStatus status,
      @Nullable String gateway,
      @Nullable UUID invoice,
      @Nullable UUID before,
      int limit) {
    var query =
        new Selection("payment")
            .where("status = :status", "status", status == null ? null : status.code())
            .where("gateway = :gateway", "gateway", gateway)
            .where("invoice_id = :invoice", "invoice", invoice)
            .byId(true, before == null ? null : new Place("", before), limit);
    return sql.sql(query.sql()).params(query.parameters()).query(Payments::read).list();
  }

  /**
   * The last payments of several invoices, in the order of the invoices, the oldest first.
   *
   * @param each of one invoice
   * @param most of all
   */
  public List<Payment> of(List<InvoiceId> invoices, int each, int most) {
    return sql.sql(
            """
            select last.* from unnest(?) with ordinality as shown (id, place)
              cross join lateral (
                select * from payment where invoice_id = shown.id order by id desc limit ?) last
            order by shown.place, last.id limit ?
            """)
        .params(invoices.stream().map(InvoiceId::value).toArray(UUID[]::new), each, most)
        .query(Payments::read)
        .list();
  }

  /**
   * @throws Refused when the gateway's reference belongs to a payment of the tenant already
   */
  public void add(Payment payment) {
    var added =
        sql.sql(
                """
            insert into payment (tenant_id, id, invoice_id, gateway, gateway_reference, amount, currency,
              status, excess, failure_count, failure_reason, created_at, completed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant_id, gateway, gateway_reference) do nothing
            """)
            .params(
                tx.tenant(),
                payment.id().value(),
                payment.invoice().value(),
                payment.gateway(),
                payment.gatewayReference(),
                payment.amount().minor(),
                payment.amount().currency().getCurrencyCode(),
                payment.status().code(),
                payment.excess().minor(),
                payment.failureCount(),
                payment.failureReason(),
                payment.createdAt().atOffset(ZoneOffset.UTC),
                offset(payment.completedAt()))
            .update();
    if (added == 0) {
      throw taken(payment);
    }
  }

  /** Lets the gateway's messages about the payment find its tenant. */
  public void route(Payment payment) {
    sql.sql(
            """
            insert into payment_route (gateway, reference, tenant_id, payment_id)
            select gateway, gateway_reference, tenant_id, id from payment
            where id = ? and gateway_reference is not null
            """)
        .param(payment.id().value())
        .update();
  }

  private static Refused taken(Payment payment) {
    return new Refused(
        new GatewayReferenceTaken(payment.gateway(), String.valueOf(payment.gatewayReference())));
  }

  public void update(Payment payment) {
    sql.sql(
            """
            update payment set status = ?, excess = ?, refunded = ?, failure_reason = ?, completed_at = ?
            where tenant_id = ? and id = ?
            """)
        .params(
            payment.status().code(),
            payment.excess().minor(),
            payment.refunded().minor(),
            payment.failureReason(),
            offset(payment.completedAt()),
            tx.tenant(),
            payment.id().value())
        .update();
  }

  /** Counts one handled failure. */
  public int countFailure(PaymentId id) {
    return sql.sql(
            """
            update payment set failure_count = failure_count + 1 where tenant_id = ? and id = ?
            returning failure_count
            """)
        .params(tx.tenant(), id.value())
        .query(Integer.class)
        .single();
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static Payment read(ResultSet row, int n) throws SQLException {
    var currency = Currency.getInstance(row.getString("currency"));
    var completed = row.getObject("completed_at", OffsetDateTime.class);
    return new Payment(
        new PaymentId(row.getObject("id", UUID.class)),
        new InvoiceId(row.getObject("invoice_id", UUID.class)),
        row.getString("gateway"),
        row.getString("gateway_reference"),
        new Money(row.getLong("amount"), currency),
        PaymentStatus.of(row.getString("status")),
        new Money(row.getLong("excess"), currency),
        new Money(row.getLong("refunded"), currency),
        row.getInt("failure_count"),
        row.getString("failure_reason"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        completed == null ? null : completed.toInstant());
  }
}
