package com.quittance.cli;

import static com.quittance.cli.Ran.quittance;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as a process of its own on an embedded PostgreSQL, with verbs beside it. */
class ServeTest {

  private static final Pattern PORT = Pattern.compile("serves http://\\S+:(\\d+)");

  @TempDir Path folder;
  private Process server;

  @AfterEach
  void kill() throws Exception {
    server.destroyForcibly().waitFor();
  }

  @Test
  void verbsJoinItAndNothingAcknowledgedIsLostWhenItIsKilled() throws Exception {
    var port = serve();
    var tenant =
        run("tenant:create", "--name", "Teranga", "--email", "t@teranga.example", "--json").json();
    var token =
        run("token:create", "--tenant", tenant.get("id").asString(), "--name", "x", "--json")
            .json()
            .get("token")
            .asString();
    assertThat(run("queue:monitor").done().out()).contains("NODE ");
    assertThat(run("demo", "--once").complaints())
        .as("a moved clock beside a server that works")
        .anyMatch(line -> line.contains("stop it, or give the demo another one with --data"));
    run("queue:pause", "default").done();
    var http = new Http(port, token);
    var client =
        http.post("/api/v1/clients", "{\"name\": \"Awa\", \"email\": \"awa@ndiaye.example\"}");
    var invoices = new ArrayList<String>();
    for (var invoice = 0; invoice < 10; invoice++) {
      invoices.add(http.post("/api/v1/invoices", invoice(client.id())).is(201).id());
    }

    server.destroyForcibly().waitFor();
    assertThat(letters()).isZero();
    var again = new Http(serve(), token);
    run("queue:continue", "default").done();

    for (var invoice : invoices) {
      again.get("/api/v1/invoices/" + invoice).is(200);
    }
    await(() -> letters() == 10);
    await(() -> run("queue:work", "--once", "--json").json().get("completed").asInt() == 0);
    endsInOrder();
  }

  private void endsInOrder() throws Exception {
    server.destroy();
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(143);
    assertThat(log()).contains("Stopping: what runs may finish.");
    assertThat(folder.resolve("data/postgres/data/postmaster.pid")).doesNotExist();
  }

  private static String invoice(String client) {
    return """
    {"client_id": "%s", "lines": [{"description": "Conseil", "quantity": "1", "unit_price": 1000}]}
    """
        .formatted(client);
  }

  private Ran run(String... verb) {
    var all = new ArrayList<>(List.of(verb));
    all.add("--data");
    all.add(folder.resolve("data").toString());
    return quittance(all.toArray(String[]::new));
  }

  /**
   * @return its port, once it listens
   */
  private int serve() throws Exception {
    Files.deleteIfExists(folder.resolve("log"));
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.quittance.Quittance",
                "serve",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await(() -> PORT.matcher(log()).find() || !server.isAlive());
    var port = PORT.matcher(log());
    assertThat(port.find()).as(log()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException notYet) {
      return "";
    }
  }

  private long letters() {
    var mail = folder.resolve("data/mail");
    if (!Files.isDirectory(mail)) {
      return 0;
    }
    try (var files = Files.list(mail)) {
      return files.filter(file -> file.toString().endsWith(".eml")).count();
    } catch (IOException unreadable) {
      return 0;
    }
  }

  private void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in vain, its log: %s", log()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
