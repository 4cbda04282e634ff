package com.quittance.client;

import java.util.UUID;

/** Those who are billed. What each method throws is told at {@link Quittance}. */
public final class Clients {

  private static final String PATH = "/api/v1/clients";

  private final Transport transport;

  Clients(Transport transport) {
    this.transport = transport;
  }

  /** Adds one. */
  public Client create(NewClient client) {
    return transport.post(PATH, client, Client.class);
  }

  /** One, with what names its state. */
  public Tagged<Client> get(UUID id) {
    return transport.tagged("GET", path(id), null, null, Client.class);
  }

  /** All, the newest first. */
  public Listing<Client> list() {
    return new Listing<>(transport, PATH, Query.NONE, Client.class);
  }

  /** Changes one, whatever its state. */
  public Tagged<Client> change(UUID id, ClientChange change) {
    return transport.tagged("PATCH", path(id), change, null, Client.class);
  }

  /**
   * Changes one as it was read.
   *
   * @throws ConflictException when somebody else has changed it since
   */
  public Tagged<Client> change(Tagged<Client> read, ClientChange change) {
    return transport.tagged("PATCH", path(read.value().id()), change, read.etag(), Client.class);
  }

  private static String path(UUID id) {
    return PATH + "/" + id;
  }
}
