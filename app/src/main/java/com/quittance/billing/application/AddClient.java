package com.quittance.billing.application;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientEvent.ClientAdded;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.TenantId;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds somebody to bill. */
public final class AddClient {

  /**
   * @param locale of the client's mails and documents; the tenant's when it is null
   */
  public record Request(
      String name,
      String email,
      @Nullable String address,
      @Nullable String taxId,
      @Nullable Locale locale) {}

  private final Transactions transactions;
  private final Clock clock;

  public AddClient(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  public Client add(Scope scope, Request request) {
    return transactions.in(scope, tx -> add(tx, request));
  }

  /** In a transaction that does something else as well. */
  public Client add(Tx tx, Request request) {
    var now = clock.instant();
    var client =
        new Client(
            new ClientId(UuidV7.from(now)),
            request.name(),
            request.email(),
            request.address(),
            request.taxId(),
            Objects.requireNonNullElseGet(
                request.locale(), () -> new Tenants(tx).current().locale()),
            now,
            1);
    new Clients(tx).add(client);
    tx.announce(new ClientAdded(new TenantId(tx.tenant()), client.id()));
    return client;
  }
}
