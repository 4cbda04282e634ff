package com.quittance.client;

import java.util.List;
import java.util.UUID;

/** What is paid, and given back. What each method throws is told at {@link Quittance}. */
public final class Payments {

  private final Transport transport;

  Payments(Transport transport) {
    this.transport = transport;
  }

  /** Takes or begins a payment of an invoice. */
  public Payment create(UUID invoice, NewPayment payment) {
    return transport.post(ofInvoice(invoice), payment, Payment.class);
  }

  /** One of them. */
  public Payment get(UUID id) {
    return transport.get(path(id), Payment.class);
  }

  /** All of the company, the newest first. */
  public Listing<Payment> list() {
    return new Listing<>(transport, "/api/v1/payments", Query.NONE, Payment.class);
  }

  /** All of an invoice. */
  public List<Payment> of(UUID invoice) {
    return transport.page(ofInvoice(invoice), Payment.class).data();
  }

  /** Gives money back: cash at once, through a gateway in a moment. */
  public Refund refund(UUID id, NewRefund refund) {
    return transport.post(path(id) + "/refunds", refund, Refund.class);
  }

  /** All that goes back of a payment. */
  public List<Refund> refunds(UUID id) {
    return transport.page(path(id) + "/refunds", Refund.class).data();
  }

  private static String ofInvoice(UUID invoice) {
    return "/api/v1/invoices/" + invoice + "/payments";
  }

  private static String path(UUID id) {
    return "/api/v1/payments/" + id;
  }
}
