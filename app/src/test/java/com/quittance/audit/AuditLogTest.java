package com.quittance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.TestHouse;
import com.quittance.audit.OperatorActed.Stage;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.Tenant;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that changes something is in the chain of its tenant, once and in order. */
class AuditLogTest {

  private static final int THREADS = 8;

  @TempDir static Path folder;
  private static TestHouse house;

  @BeforeAll
  static void open() {
    house = TestHouse.open(folder);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Tenant tenant() {
    return house.addTenant("Atelier Sow", "Africa/Dakar", "XOF");
  }

  private static List<AuditEntry> entries(UUID chain) {
    return house.house().transactions().in(scope(chain), tx -> new AuditLog(tx).after(0, 10_000));
  }

  private static com.quittance.relay.Scope scope(UUID chain) {
    return com.quittance.relay.Scope.of(chain, "test", new UUID(1, 1));
  }

  private static Verification.Result verified(UUID chain) {
    return house.house().auditChains().verify(chain, List.of());
  }

  private static void sound(UUID chain) {
    assertThat(verified(chain).findings()).isEmpty();
  }

  @Test
  void everyChangeHasItsEntryInTheOrderOfCommit() {
    var tenant = tenant();
    var token =
        house.house().tenancy().createToken(tenant.id(), "x", List.of("*"), Tenancy.TOKEN_LIFE);
    var invoice = house.createInvoice(tenant, 1_000, null);
    house
        .house()
        .processPayment()
        .start(
            house.scope(tenant), invoice.id(), new ProcessPayment.Request("manual", 1_000, null));
    house.house().tenancy().revokeToken(tenant.id(), token.token().id());

    var chain = entries(tenant.id().value());
    assertThat(chain)
        .extracting(AuditEntry::action)
        .containsExactly(
            "TenantCreated",
            "TokenCreated",
            "ClientAdded",
            "InvoiceCreated",
            "InvoicePaid",
            "PaymentReceived",
            "TokenRevoked");
    assertThat(chain)
        .extracting(AuditEntry::seq)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 7).mapToObj(Long::valueOf).toList());
    assertThat(chain.get(1).details()).contains(token.token().id().toString(), "\"x\"");
    assertThat(chain.toString()).doesNotContain(token.secret().secret());
    assertThat(chain.get(3).actor()).isEqualTo("test");
    sound(tenant.id().value());
  }

  @Test
  void whatIsRolledBackLeavesNoEntryAndNoGap() {
    var tenant = tenant();
    assertThatThrownBy(
            () ->
                house
                    .house()
                    .transactions()
                    .run(
                        house.scope(tenant),
                        tx -> {
                          tx.announce(
                              new com.quittance.tenancy.TenancyEvent.TokenRevoked(
                                  tenant.id(), new UUID(0, 1)));
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");
    house.addClient(tenant);
    assertThat(entries(tenant.id().value()))
        .extracting(AuditEntry::action)
        .containsExactly("TenantCreated", "ClientAdded");
    sound(tenant.id().value());
  }

  @Test
  void eightThreadsMakeOneChain() throws Exception {
    var tenant = tenant();
    var client = house.addClient(tenant);
    Callable<Object> invoices =
        () -> {
          for (var i = 0; i < 25; i++) {
            house.createInvoice(tenant, 100 + i, null);
          }
          return client;
        };
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var done : threads.invokeAll(java.util.Collections.nCopies(THREADS, invoices))) {
        done.get();
      }
    }
    var chain = entries(tenant.id().value());
    assertThat(chain).hasSize(2 + THREADS * 25 * 2); // an invoice here has a client of its own
    assertThat(new HashSet<>(chain.stream().map(AuditEntry::event).toList())).hasSameSizeAs(chain);
    // Numbers are given under a lock until the commit, so they tell the order of the commits.
    var numbers =
        chain.stream()
            .filter(entry -> entry.action().equals("InvoiceCreated"))
            .map(entry -> entry.details().replaceAll(".*\"number\":\"([^\"]+)\".*", "$1"))
            .toList();
    assertThat(numbers).hasSize(THREADS * 25).isSorted();
    sound(tenant.id().value());
  }

  @Test
  void operatorsAreWrittenDownBeforeTheyActAndAfter() {
    var tenant = tenant().id().value();
    var chains = house.house().auditChains();
    chains.began(tenant, "awa", "queue:retry", Map.of("ID", "1")).accept(Stage.DONE);
    chains.began(null, "awa", "queue:flush", Map.of()).accept(Stage.FAILED);
    var nobody = new UUID(7, 7);
    chains.began(nobody, "awa", "token:create", Map.of()).accept(Stage.REFUSED);

    var own = entries(tenant);
    assertThat(own).hasSize(3);
    assertThat(own.get(1).actor()).isEqualTo("operator:awa");
    assertThat(own.get(1).origin()).isEqualTo("cli");
    assertThat(own.get(1).details()).contains("queue:retry", "BEGAN", "{\"ID\":\"1\"}");
    assertThat(own.get(2).details()).contains("queue:retry", "DONE");
    assertThat(own.get(2).request()).isEqualTo(own.get(1).request());
    assertThat(entries(AuditLog.OPERATORS))
        .extracting(AuditEntry::details)
        .anyMatch(it -> it.contains("queue:flush") && it.contains("BEGAN"))
        .anyMatch(it -> it.contains("queue:flush") && it.contains("FAILED"))
        .anyMatch(it -> it.contains("token:create") && it.contains("REFUSED"));
    assertThat(entries(nobody)).isEmpty();
    sound(tenant);
    sound(AuditLog.OPERATORS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set actor = 'nobody'",
        "delete from audit_entry",
        "truncate audit_entry"
      })
  void noRoleOfOursMayChangeIt(String statement) throws Exception {
    tenant();
    for (var role : List.of("quittance_app", "quittance_relay", "quittance_router", "owner")) {
      try (var connection = house.house().database().application().getConnection();
          var sql = connection.createStatement()) {
        sql.execute(role.equals("owner") ? "reset role" : "set role " + role);
        assertThatThrownBy(() -> sql.execute(statement))
            .as(role)
            .hasMessageMatching("(?s).*(permission denied|append-only).*");
        sql.execute("set role quittance_app");
      }
    }
  }

  /** The lock is the last thing a transaction takes, so nobody who holds it waits for another. */
  @Test
  void manyKindsOfChangesAtOnceBlockNobodyForEver() throws Exception {
    var tenant = tenant();
    var invoice = house.createInvoice(tenant, 1_000_000, null);
    var work =
        List.<Callable<Object>>of(
            () -> house.addClient(tenant),
            () -> house.createInvoice(tenant, 5, null),
            () ->
                house
                    .house()
                    .processPayment()
                    .start(
                        house.scope(tenant),
                        invoice.id(),
                        new ProcessPayment.Request("manual", 10, null)),
            () ->
                house
                    .house()
                    .tenancy()
                    .createToken(tenant.id(), "y", List.of("*"), Tenancy.TOKEN_LIFE));
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var all = IntStream.range(0, 160).mapToObj(i -> work.get(i % work.size())).toList();
      for (var done : threads.invokeAll(all)) {
        done.get();
      }
    }
    assertThat(entries(tenant.id().value())).hasSize(3 + 40 + 80 + 40 + 40);
    sound(tenant.id().value());
  }
}
