package com.quittance.client;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is billed. What each method throws is told at {@link Quittance}. */
public final class Invoices {

  private static final String PATH = "/api/v1/invoices";

  private final Transport transport;

  Invoices(Transport transport) {
    this.transport = transport;
  }

  /** Issues one. The client gets it by mail in a moment. */
  public Invoice create(NewInvoice invoice) {
    return transport.post(PATH, invoice, Invoice.class);
  }

  /**
   * Issues 1 to 1 000 of them. One that is refused has changed nothing and spoils no other; all
   * that are issued are issued together.
   */
  public BulkResult createAll(List<NewInvoice> invoices) {
    return transport.post(PATH + "/bulk", Map.of("invoices", invoices), BulkResult.class);
  }

  /** One, with these in full. */
  public Invoice get(UUID id, InvoiceQuery.Expand... expand) {
    var query = expand.length == 0 ? InvoiceQuery.ALL : InvoiceQuery.ALL.expand(expand);
    return transport.get(path(id) + query.query(), Invoice.class);
  }

  /** Those that are asked for. */
  public Listing<Invoice> list(InvoiceQuery query) {
    return new Listing<>(transport, PATH, query.query(), Invoice.class);
  }

  /** The document, some 30 kB; the bytes of an issued invoice never change. */
  public byte[] pdf(UUID id) {
    return transport.send("GET", path(id) + "/pdf", null, null).body();
  }

  /** Mails it to the client once more. */
  public Invoice send(UUID id) {
    return transport.post(path(id) + "/send", Map.of(), Invoice.class);
  }

  /**
   * Takes back one of which nothing is paid. It keeps its number, and the client is told.
   *
   * @param reason 1 to 200 characters, for the audit log
   */
  public Invoice cancel(UUID id, String reason) {
    return transport.post(path(id) + "/void", Map.of("reason", reason), Invoice.class);
  }

  private static String path(UUID id) {
    return PATH + "/" + id;
  }
}
