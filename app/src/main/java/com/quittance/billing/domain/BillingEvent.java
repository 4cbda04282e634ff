package com.quittance.billing.domain;

import com.quittance.money.Money;
import com.quittance.tenancy.TenantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A fact of billing. Carries ids and what the log must still say in ten years, no aggregate. */
public sealed interface BillingEvent {

  TenantId tenant();

  InvoiceId invoice();

  record InvoiceCreated(
      TenantId tenant, InvoiceId invoice, ClientId client, String number, Money total)
      implements BillingEvent {}

  record InvoicePaid(
      TenantId tenant, InvoiceId invoice, ClientId client, String number, Money total)
      implements BillingEvent {}

  /** The client is to get the invoice once more. */
  record InvoiceSendRequested(TenantId tenant, InvoiceId invoice, ClientId client, String number)
      implements BillingEvent {}

  /**
   * The invoice keeps its number and its money is owed no more.
   *
   * @param reason why, in the words of whoever did it
   */
  record InvoiceVoided(
      TenantId tenant,
      InvoiceId invoice,
      ClientId client,
      String number,
      Money total,
      String reason)
      implements BillingEvent {}

  /**
   * @param daysOverdue full days since the due date in the tenant's time zone
   * @param milestone the highest milestone reached, at most {@code daysOverdue}
   */
  record InvoiceOverdue(
      TenantId tenant,
      InvoiceId invoice,
      ClientId client,
      String number,
      LocalDate due,
      Money open,
      int daysOverdue,
      int milestone)
      implements BillingEvent {}

  record PaymentReceived(
      TenantId tenant,
      InvoiceId invoice,
      PaymentId payment,
      String number,
      String gateway,
      String gatewayReference,
      Money amount)
      implements BillingEvent {}

  /**
   * @param reason the gateway's code, such as {@code card_declined}
   * @param failures how often this payment has failed by now, this time included
   */
  record PaymentFailed(
      TenantId tenant,
      InvoiceId invoice,
      PaymentId payment,
      String number,
      String gateway,
      Money amount,
      String reason,
      int failures)
      implements BillingEvent {}

  /** Money is to go back to the client; the gateway has to be asked. */
  record RefundRequested(
      TenantId tenant,
      InvoiceId invoice,
      PaymentId payment,
      RefundId refund,
      String number,
      String gateway,
      Money amount)
      implements BillingEvent {}

  record PaymentRefunded(
      TenantId tenant,
      InvoiceId invoice,
      PaymentId payment,
      RefundId refund,
      String number,
      String gateway,
      Money amount)
      implements BillingEvent {}

  /**
   * The gateway has refused: the money stays.
   *
   * @param reason the gateway's code
   */
  record RefundFailed(
      TenantId tenant,
      InvoiceId invoice,
      PaymentId payment,
      RefundId refund,
      String number,
      String gateway,
      Money amount,
      String reason)
      implements BillingEvent {}

  /** What the event is found by, as the contract spells it. */
  default List<String> tags() {
    var tags = new ArrayList<String>();
    switch (this) {
      case InvoiceCreated _ -> tags.add("invoice:created");
      case InvoicePaid _ -> tags.add("invoice:paid");
      case InvoiceSendRequested _ -> tags.add("invoice:send-requested");
      case InvoiceVoided _ -> tags.add("invoice:voided");
      case InvoiceOverdue e -> tags.addAll(List.of("invoice:overdue", "days:" + e.daysOverdue()));
      case PaymentReceived e -> tags.addAll(List.of("payment:received", "payment:" + e.payment()));
      case PaymentFailed e ->
          tags.addAll(List.of("payment:failed", "payment:" + e.payment(), "reason:" + e.reason()));
      case RefundRequested e -> tags.addAll(List.of("refund:requested", "payment:" + e.payment()));
      case PaymentRefunded e -> tags.addAll(List.of("payment:refunded", "payment:" + e.payment()));
      case RefundFailed e -> tags.addAll(List.of("refund:failed", "payment:" + e.payment()));
    }
    if (!(this instanceof PaymentFailed)) {
      tags.add("invoice:" + invoice());
    }
    if (this instanceof PaymentReceived e) {
      tags.add("gateway:" + e.gateway());
    }
    tags.add("tenant:" + tenant());
    return List.copyOf(tags);
  }
}
