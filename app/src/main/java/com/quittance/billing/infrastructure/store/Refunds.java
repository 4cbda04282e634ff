package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.Refund;
import com.quittance.billing.domain.RefundId;
import com.quittance.database.Sql;
import com.quittance.money.Money;
import com.quittance.relay.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refunds of the transaction's tenant; row-level security answers, so no method takes a tenant. */
public final class Refunds {

  private final Tx tx;
  private final JdbcClient sql;

  public Refunds(Tx tx) {
    this.tx = tx;
    this.sql = Sql.on(tx);
  }

  public Refund get(RefundId id) {
    return sql.sql("select * from refund where id = ?")
        .param(id.value())
        .query(Refunds::read)
        .single();
  }

  /** In the order in which they were asked for. */
  public List<Refund> of(PaymentId payment) {
    return sql.sql("select * from refund where payment_id = ? order by id")
        .param(payment.value())
        .query(Refunds::read)
        .list();
  }

  /** What has gone back or is on its way. */
  public Money reserved(Payment payment) {
    return sql.sql(
            """
            select coalesce(sum(amount), 0) from refund where payment_id = ? and status <> 'failed'
            """)
        .param(payment.id().value())
        .query((row, _) -> new Money(row.getLong(1), payment.amount().currency()))
        .single();
  }

  public void add(Refund refund) {
    sql.sql(
            """
            insert into refund (tenant_id, id, payment_id, amount, currency, status, reason, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            tx.tenant(),
            refund.id().value(),
            refund.payment().value(),
            refund.amount().minor(),
            refund.amount().currency().getCurrencyCode(),
            refund.status().code(),
            refund.reason(),
            refund.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  public void update(Refund refund) {
    var settled = refund.settledAt();
    sql.sql(
            """
            update refund set status = ?, gateway_reference = ?, failure_reason = ?, settled_at = ?
            where tenant_id = ? and id = ?
            """)
        .params(
            refund.status().code(),
            refund.gatewayReference(),
            refund.failureReason(),
            settled == null ? null : settled.atOffset(ZoneOffset.UTC),
            tx.tenant(),
            refund.id().value())
        .update();
  }

  private static Refund read(ResultSet row, int n) throws SQLException {
    var settled = row.getObject("settled_at", OffsetDateTime.class);
    return new Refund(
        new RefundId(row.getObject("id", UUID.class)),
        new PaymentId(row.getObject("payment_id", UUID.class)),
        new Money(row.getLong("amount"), Currency.getInstance(row.getString("currency"))),
        Refund.Status.of(row.getString("status")),
        row.getString("reason"),
        row.getString("gateway_reference"),
        row.getString("failure_reason"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        settled == null ? null : settled.toInstant());
  }
}
