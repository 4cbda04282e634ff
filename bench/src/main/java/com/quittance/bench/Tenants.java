package com.quittance.bench;

import com.quittance.House;
import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.money.Money;
import com.quittance.relay.Scope;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.TenantId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/** So many tenants with a client each, whose ids SQL can compute as well. */
record Tenants(int count) {

  private static final long TENANT = 0x0193_0000_0000_7000L;
  private static final long CLIENT = 0x0193_0000_0001_7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  UUID tenantId(int n) {
    return new UUID(TENANT, VARIANT | n);
  }

  UUID clientId(int n) {
    return new UUID(CLIENT, VARIANT | n);
  }

  String tenantSql(String n) {
    return sql(tenantId(0), n);
  }

  String clientSql(String n) {
    return sql(clientId(0), n);
  }

  private static String sql(UUID first, String n) {
    return "('%s' || lpad(to_hex(%s::int), 12, '0'))"
        .formatted(first.toString().substring(0, 24), n);
  }

  /**
   * Adds them all.
   *
   * @return a token of each, in their order
   */
  List<String> add(House house) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> add(house, n)).toList();
  }

  private String add(House house, int n) {
    var now = house.clock().instant();
    var tenant = tenant(n, now);
    var scope = Scope.of(tenantId(n), "bench", tenantId(n));
    house
        .transactions()
        .run(
            scope,
            tx -> {
              new com.quittance.tenancy.Tenants(tx).add(tenant);
              new Clients(tx)
                  .add(
                      new Client(
                          new ClientId(clientId(n)),
                          "Client " + n,
                          "client@example.com",
                          "Dakar",
                          null,
                          Locale.FRENCH,
                          now,
                          1));
            });
    return house
        .tenancy()
        .createToken(tenant.id(), "bench", List.of("*"), Tenancy.TOKEN_LIFE)
        .secret()
        .text();
  }

  private Tenant tenant(int n, Instant now) {
    var xof = Currency.getInstance("XOF");
    return new Tenant(
        new TenantId(tenantId(n)),
        "Tenant " + n,
        "tenant@example.com",
        "Dakar",
        null,
        null,
        null,
        xof,
        ZoneId.of("Africa/Dakar"),
        Locale.FRENCH,
        30,
        "FAC-{year}-{number:6}",
        List.of(),
        null,
        null,
        new Money(1_000_000, xof),
        Tenant.DEFAULT_MILESTONES,
        now);
  }
}
