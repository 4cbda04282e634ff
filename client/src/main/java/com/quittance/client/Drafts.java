package com.quittance.client;

import java.util.Map;
import java.util.UUID;

/** Invoices that are not issued yet. What each method throws is told at {@link Quittance}. */
public final class Drafts {

  private static final String PATH = "/api/v1/drafts";

  private final Transport transport;

  Drafts(Transport transport) {
    this.transport = transport;
  }

  /** Keeps one. */
  public Draft create(NewInvoice draft) {
    return transport.post(PATH, draft, Draft.class);
  }

  /** One, with what names its state. */
  public Tagged<Draft> get(UUID id) {
    return transport.tagged("GET", path(id), null, null, Draft.class);
  }

  /** All, the newest first. */
  public Listing<Draft> list() {
    return new Listing<>(transport, PATH, Query.NONE, Draft.class);
  }

  /** Those of a client, the newest first. */
  public Listing<Draft> list(UUID client) {
    return new Listing<>(transport, PATH, Query.NONE.with("client_id", client), Draft.class);
  }

  /**
   * Changes one as it was read.
   *
   * @throws ConflictException when somebody else has changed it since
   */
  public Tagged<Draft> change(Tagged<Draft> read, DraftChange change) {
    return transport.tagged("PATCH", path(read.value().id()), change, read.etag(), Draft.class);
  }

  /** Throws one away. */
  public void delete(UUID id) {
    transport.send("DELETE", path(id), null, null);
  }

  /**
   * Makes an invoice of one as it was read: with its id, the next number and today's date.
   *
   * @throws ConflictException when somebody else has changed it since
   */
  public Invoice issue(Tagged<Draft> read) {
    var path = path(read.value().id()) + "/issue";
    return Transport.read(transport.send("POST", path, Map.of(), read.etag()), Invoice.class);
  }

  private static String path(UUID id) {
    return PATH + "/" + id;
  }
}
