package com.quittance.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What others can be told of, and how it is called. Names stay. */
public enum EventType {
  INVOICE_CREATED("invoice.created"),
  INVOICE_PAID("invoice.paid"),
  INVOICE_SEND_REQUESTED("invoice.send_requested"),
  INVOICE_VOIDED("invoice.voided"),
  INVOICE_OVERDUE("invoice.overdue"),
  PAYMENT_RECEIVED("payment.received"),
  PAYMENT_FAILED("payment.failed"),
  REFUND_REQUESTED("refund.requested"),
  PAYMENT_REFUNDED("payment.refunded"),
  REFUND_FAILED("refund.failed"),
  CLIENT_ADDED("client.added"),
  CLIENT_CHANGED("client.changed");

  /** Chooses all of them, those to come included. */
  public static final String ALL = "*";

  /** Sent on demand, whatever was chosen. */
  public static final String TEST = "webhook.test";

  private final String code;

  EventType(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /** How a choice can be written. */
  public static List<String> choices() {
    return Stream.concat(Stream.of(ALL), Arrays.stream(values()).map(EventType::code)).toList();
  }
}
