package com.quittance.cli;

import static com.quittance.cli.Ran.quittance;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as a process of its own on an embedded PostgreSQL, with verbs beside it. */
class ServeTest {

  @TempDir Path folder;
  private ServerProcess server;

  @AfterEach
  void kill() {
    server.close();
  }

  @Test
  void verbsJoinItAndNothingAcknowledgedIsLostWhenItIsKilled() throws Exception {
    server = new ServerProcess(folder, "-Xmx256m");
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
    var http = new Http(server.port(), token);
    var client =
        http.post("/api/v1/clients", "{\"name\": \"Awa\", \"email\": \"awa@ndiaye.example\"}");
    var invoices = new ArrayList<String>();
    for (var invoice = 0; invoice < 10; invoice++) {
      invoices.add(http.post("/api/v1/invoices", invoice(client.id())).is(201).id());
    }

    server.close();
    assertThat(letters()).isZero();
    server = new ServerProcess(folder, "-Xmx256m");
    var again = new Http(server.port(), token);
    run("queue:continue", "default").done();

    for (var invoice : invoices) {
      again.get("/api/v1/invoices/" + invoice).is(200);
    }
    server.await(() -> letters() == 10);
    server.await(() -> run("queue:work", "--once", "--json").json().get("completed").asInt() == 0);
    endsInOrder();
  }

  private void endsInOrder() throws Exception {
    var process = server.process();
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(server.log()).contains("Stopping: what runs may finish.");
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
}
