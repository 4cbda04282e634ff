package com.quittance.http;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.billing.infrastructure.stripe.StripeStub;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A house with its doors open and Stripe's API played by a stub. One for all test classes that ask
 * for it in their constructor, so each test makes what it needs and minds no other's.
 */
public final class Doors implements AutoCloseable {

  private final Path folder;
  private final StripeStub stripe = new StripeStub();
  private final TestHouse house;
  private final WebServer server;
  private final Http http;
  private final JdbcClient admin;
  private final String fingerprints;

  private Doors() {
    try {
      this.folder = Files.createTempDirectory("quittance-doors-");
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    this.house =
        TestHouse.open(
            folder,
            Map.of(
                "QUITTANCE_STRIPE_API_KEY",
                "sk_test_of_the_stub",
                "QUITTANCE_STRIPE_API_BASE",
                stripe.base()));
    this.server = WebServer.start(house.house());
    this.http = new Http(server.port(), house.token());
    this.admin = house.sql();
    this.fingerprints = fingerprints(admin);
  }

  /** For what runs by itself; tests share those that are {@link Opened}. */
  public static Doors open() {
    return new Doors();
  }

  /** Opens them at the first class that asks, closes them after the last test of the run. */
  public static final class Opened implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Doors.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(Doors.class, _ -> new Doors(), Doors.class);
    }
  }

  public TestHouse house() {
    return house;
  }

  /** The house's own tenant, who may do everything. */
  public Http http() {
    return http;
  }

  /** All that the running server can be asked. */
  public List<Route> routes() {
    return server.routes();
  }

  public Browser browser() {
    return Browser.on(server.port());
  }

  /** In a network of its own, such as 127.0.7.1. */
  public Browser browser(String from) {
    return Browser.on(server.port(), from);
  }

  public StripeStub stripe() {
    return stripe;
  }

  /** A tenant nobody else works with. */
  public Tenant newTenant() {
    return house.addTenant("Atelier Diop", "Africa/Dakar", "XOF");
  }

  public Http as(Tenant tenant) {
    var token =
        house
            .house()
            .tenancy()
            .createToken(tenant.id(), "test", List.of("*"), Tenancy.TOKEN_LIFE)
            .secret()
            .text();
    return http.as(token);
  }

  /** A fingerprint of each table: what a refused request must leave as it was. */
  public Map<String, String> contents() {
    return admin
        .sql(fingerprints)
        .query((row, _) -> Map.entry(row.getString("name"), row.getString("hash")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String fingerprints(JdbcClient sql) {
    return sql
        .sql(
            "select schemaname || '.' || tablename from pg_tables"
                + " where schemaname in ('public', 'relay') and tablename <> 'rate_limit'")
        .query(String.class)
        .list()
        .stream()
        .map(
            table ->
                """
                select '%1$s' as name,
                  count(*) || ' ' || coalesce(md5(string_agg(row, ',' order by row)), '') as hash
                from (select %2$s as row from %1$s t) r
                """
                    .formatted(table, row(table)))
        .collect(Collectors.joining(" union all "));
  }

  /** When a token was used is noted beside the request, sooner or later. */
  private static String row(String table) {
    return table.equals("public.api_token") ? "(to_jsonb(t) - 'last_used_at')::text" : "t::text";
  }

  /** Does the same at the same time, as often as is asked. */
  public static <T> List<T> atOnce(int times, Callable<T> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = threads.invokeAll(IntStream.range(0, times).mapToObj(_ -> work).toList());
      return all.stream().map(Doors::result).toList();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static <T> T result(java.util.concurrent.Future<T> done) {
    try {
      return done.get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    house.close();
    stripe.close();
    FileSystemUtils.deleteRecursively(folder);
  }
}
