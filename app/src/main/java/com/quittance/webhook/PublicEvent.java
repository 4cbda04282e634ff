package com.quittance.webhook;

import com.quittance.billing.domain.BillingEvent;
import com.quittance.billing.domain.BillingEvent.InvoiceCreated;
import com.quittance.billing.domain.BillingEvent.InvoiceOverdue;
import com.quittance.billing.domain.BillingEvent.InvoicePaid;
import com.quittance.billing.domain.BillingEvent.InvoiceSendRequested;
import com.quittance.billing.domain.BillingEvent.InvoiceVoided;
import com.quittance.billing.domain.BillingEvent.PaymentFailed;
import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.billing.domain.BillingEvent.PaymentRefunded;
import com.quittance.billing.domain.BillingEvent.RefundFailed;
import com.quittance.billing.domain.BillingEvent.RefundRequested;
import com.quittance.billing.domain.ClientEvent;
import com.quittance.billing.domain.ClientEvent.ClientAdded;
import com.quittance.billing.domain.ClientEvent.ClientChanged;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.RefundId;
import com.quittance.money.Money;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as others see it. What is stored may change; this is a change of the API. An event that
 * has no form here does not compile.
 */
public record PublicEvent(EventType type, Map<String, Object> data) {

  private static final JsonMapper JSON = new JsonMapper();

  public static PublicEvent of(BillingEvent event) {
    return switch (event) {
      case InvoiceCreated e ->
          new PublicEvent(
              EventType.INVOICE_CREATED,
              invoice(e.invoice(), e.client(), e.number()).and("total", e.total()).members);
      case InvoicePaid e ->
          new PublicEvent(
              EventType.INVOICE_PAID,
              invoice(e.invoice(), e.client(), e.number()).and("total", e.total()).members);
      case InvoiceSendRequested e ->
          new PublicEvent(
              EventType.INVOICE_SEND_REQUESTED,
              invoice(e.invoice(), e.client(), e.number()).members);
      case InvoiceVoided e ->
          new PublicEvent(
              EventType.INVOICE_VOIDED,
              invoice(e.invoice(), e.client(), e.number())
                  .and("total", e.total())
                  .and("reason", e.reason())
                  .members);
      case InvoiceOverdue e -> overdue(e);
      case PaymentReceived e -> received(e);
      case PaymentFailed e -> failed(e);
      case RefundRequested e ->
          new PublicEvent(
              EventType.REFUND_REQUESTED,
              refund(e.refund(), e.payment(), e.invoice(), e.number(), e.amount()).members);
      case PaymentRefunded e ->
          new PublicEvent(
              EventType.PAYMENT_REFUNDED,
              refund(e.refund(), e.payment(), e.invoice(), e.number(), e.amount()).members);
      case RefundFailed e ->
          new PublicEvent(
              EventType.REFUND_FAILED,
              refund(e.refund(), e.payment(), e.invoice(), e.number(), e.amount())
                  .and("reason", e.reason())
                  .members);
    };
  }

  private static PublicEvent overdue(InvoiceOverdue e) {
    return new PublicEvent(
        EventType.INVOICE_OVERDUE,
        invoice(e.invoice(), e.client(), e.number())
            .and("balance_due", e.open())
            .and("due_date", e.due())
            .and("days_overdue", e.daysOverdue())
            .and("milestone", e.milestone())
            .members);
  }

  private static PublicEvent received(PaymentReceived e) {
    return new PublicEvent(
        EventType.PAYMENT_RECEIVED,
        new Data()
            .and("payment_id", e.payment())
            .and("invoice_id", e.invoice())
            .and("invoice_number", e.number())
            .and("gateway", e.gateway())
            .and("gateway_reference", e.gatewayReference())
            .and("amount", e.amount())
            .members);
  }

  private static PublicEvent failed(PaymentFailed e) {
    return new PublicEvent(
        EventType.PAYMENT_FAILED,
        new Data()
            .and("payment_id", e.payment())
            .and("invoice_id", e.invoice())
            .and("invoice_number", e.number())
            .and("gateway", e.gateway())
            .and("amount", e.amount())
            .and("reason", e.reason())
            .and("failures", e.failures())
            .members);
  }

  public static PublicEvent of(ClientEvent event) {
    return switch (event) {
      case ClientAdded e ->
          new PublicEvent(EventType.CLIENT_ADDED, new Data().and("client_id", e.client()).members);
      case ClientChanged e ->
          new PublicEvent(
              EventType.CLIENT_CHANGED, new Data().and("client_id", e.client()).members);
    };
  }

  private static Data refund(
      RefundId refund, PaymentId payment, InvoiceId invoice, String number, Money amount) {
    return new Data()
        .and("refund_id", refund)
        .and("payment_id", payment)
        .and("invoice_id", invoice)
        .and("invoice_number", number)
        .and("amount", amount);
  }

  private static Data invoice(InvoiceId invoice, ClientId client, String number) {
    return new Data().and("invoice_id", invoice).and("client_id", client).and("number", number);
  }

  /** Members in the order in which they are named; amounts in minor units beside their currency. */
  private static final class Data {
    private final Map<String, Object> members = new LinkedHashMap<>();

    Data and(String name, Object value) {
      switch (value) {
        case Money money -> {
          members.put(name, money.minor());
          members.put("currency", money.currency().getCurrencyCode());
        }
        case Integer number -> members.put(name, number);
        default -> members.put(name, value.toString());
      }
      return this;
    }
  }

  /** What is sent. */
  static String body(UUID id, String type, Instant at, Map<String, Object> data) {
    var envelope = new LinkedHashMap<String, Object>();
    envelope.put("id", id.toString());
    envelope.put("type", type);
    envelope.put("created_at", at.toString());
    envelope.put("data", data);
    return JSON.writeValueAsString(envelope);
  }
}
