package com.quittance.billing.domain;

import com.quittance.money.Money;
import java.time.LocalDate;
import java.util.Currency;

/** Why something was refused. A new reason does not compile until every door can say it. */
public sealed interface Refusal {

  record UnknownClient(ClientId client) implements Refusal {}

  record UnknownDraft(InvoiceId draft) implements Refusal {}

  record UnknownInvoice(InvoiceId invoice) implements Refusal {}

  record UnknownPayment(PaymentId payment) implements Refusal {}

  /**
   * @param field where, such as {@code lines[2].quantity}
   * @param expected what would have been right
   */
  record Invalid(String field, String expected) implements Refusal {}

  record DueBeforeIssue(LocalDate issue, LocalDate due) implements Refusal {}

  record MixedCurrencies(String field, Currency expected, Currency given) implements Refusal {}

  record Overpayment(Money open, Money offered) implements Refusal {}

  record NotPayable(InvoiceId invoice, InvoiceStatus status) implements Refusal {}

  /**
   * @param expected what it would have to be
   */
  record WrongState(InvoiceId invoice, InvoiceStatus status, String expected) implements Refusal {}

  /**
   * @param left what could be given back
   */
  record NotRefundable(PaymentId payment, Money left) implements Refusal {}

  record UnknownGateway(String gateway) implements Refusal {}

  /** The same payment of the same gateway is registered already. */
  record GatewayReferenceTaken(String gateway, String reference) implements Refusal {}

  /** The gateway itself said no. */
  record GatewayFailed(String gateway, String reason) implements Refusal {}

  /** What the gateway was asked for it may have done, or not. */
  record GatewayUnanswered(String gateway, String reason) implements Refusal {}

  /**
   * The gateway cannot be asked here.
   *
   * @param missing what to set up
   */
  record GatewayNotConfigured(String gateway, String missing) implements Refusal {}
}
