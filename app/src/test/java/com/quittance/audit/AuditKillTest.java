package com.quittance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.House;
import com.quittance.TestHouse;
import com.quittance.billing.application.AddClient;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes is killed in the middle: what was committed is chained, what was not is not. */
class AuditKillTest {

  private static final int KILLS = 5;
  private static final int THREADS = 8;

  @TempDir Path folder;

  @Test
  void killedInTheMiddleTheChainIsWhole() throws Exception {
    var seed = System.nanoTime();
    var random = new Random(seed);
    try (var house = TestHouse.open(folder)) {
      var tenant = house.tenant().id().value();
      for (var kill = 0; kill < KILLS; kill++) {
        var enough = house.count("audit_entry") + 200 + random.nextInt(300);
        var writer = start(house, tenant);
        try {
          await(() -> house.count("audit_entry") > enough || !writer.isAlive());
          assertThat(writer.isAlive()).isTrue();
        } finally {
          writer.destroyForcibly().waitFor();
        }
        await(() -> sessions(house) == 0);
        var result = house.house().auditChains().verify(tenant, List.of());
        assertThat(result.findings()).as("seed %d, kill %d", seed, kill).isEmpty();
        assertThat(result.entries()).isEqualTo(house.count("client") + 1);
      }
      System.out.printf("seed %d: %d kills, %d entries%n", seed, KILLS, house.count("audit_entry"));
    }
  }

  /** Of the killed one; our own do nothing meanwhile. */
  private static long sessions(TestHouse house) {
    return house
        .sql()
        .sql(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
            """)
        .query(Long.class)
        .single();
  }

  private Process start(TestHouse house, UUID tenant) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            folder.toString(),
            tenant.toString());
    builder.environment().putAll(house.environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("writer.log").toFile())
        .start();
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  /** A process that adds clients until it is killed. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] arguments) {
      var settings = SettingsLoader.in(Path.of(arguments[0])).environment(System.getenv()).load();
      var house = House.open(settings);
      var tenant = UUID.fromString(arguments[1]);
      for (var thread = 0; thread < THREADS; thread++) {
        new Thread(() -> writeForEver(house, tenant)).start();
      }
    }

    private static void writeForEver(House house, UUID tenant) {
      var client = new AddClient.Request("Boulangerie", "awa@ndiaye.example", null, null, null);
      while (true) {
        house.addClient().add(Scope.of(tenant, "test", UuidV7.from(house.clock())), client);
      }
    }
  }
}
