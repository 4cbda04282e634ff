package com.quittance.cli;

import static com.quittance.cli.Ran.quittance;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody ends a server by what they make it hold in memory, as little of it as it is given. */
class MemoryTest {

  private static final int AT_ONCE = 48;

  @TempDir Path folder;
  private ServerProcess server;
  private Http http;

  @BeforeEach
  void serve() throws IOException {
    server = new ServerProcess(folder, "-Xmx384m", "-XX:+ExitOnOutOfMemoryError");
    var tenant = run("tenant:create", "--name", "Teranga", "--email", "t@teranga.example");
    http = new Http(server.port(), run("token:create", "--tenant", tenant, "--name", "x"));
  }

  /**
   * @return the id or the token
   */
  private String run(String... verb) {
    var all = new ArrayList<>(List.of(verb));
    all.addAll(List.of("--json", "--data", folder.resolve("data").toString()));
    var made = quittance(all.toArray(String[]::new)).json();
    return made.path(made.has("token") ? "token" : "id").asString();
  }

  @AfterEach
  void end() {
    server.close();
  }

  /** Each of them is answered, most of them refused, and none makes the server fail. */
  private static void allAtOnce(List<Callable<Http.Answer>> requests) throws Exception {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var answer : threads.invokeAll(requests)) {
        assertThat(answer.get().status()).isNotEqualTo(500);
      }
    }
  }

  private void goesOn() {
    assertThat(server.process().isAlive()).as(server.log()).isTrue();
    assertThat(server.log()).doesNotContain("OutOfMemoryError");
    http.get("/health").is(200);
    // One after another they are more than there is room for: each has given its place back.
    var client = "{\"name\": \"Awa\", \"email\": \"awa@ndiaye.example\"}" + " ".repeat(300_000);
    for (var time = 0; time < 30; time++) {
      http.post("/api/v1/clients", client).is(201);
    }
  }

  @Test
  void notByBodiesOfStrangersThatAreManyThings() throws Exception {
    var body = "{\"email\":[" + "{},".repeat(349_000) + "{}]}";
    var requests = new ArrayList<Callable<Http.Answer>>();
    for (var path : List.of("/session", "/password-reset", "/password-reset/confirm")) {
      requests.addAll(
          Collections.nCopies(AT_ONCE, () -> http.as(null).post("/api/v1" + path, body)));
    }
    allAtOnce(requests);
    goesOn();
  }

  /** More than it takes; those it does not wait in the kernel. */
  @Test
  void notByRequestsThatNeverEndTheirHeaders() throws IOException {
    var head = ("GET / HTTP/1.1\r\nX: " + "a".repeat(7_000)).getBytes(StandardCharsets.US_ASCII);
    var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    var open = new ArrayList<Socket>();
    try {
      while (open.size() < 9_000) {
        var socket = new Socket();
        open.add(socket);
        socket.connect(to, 5_000); // longer than it takes to ask again
        socket.getOutputStream().write(head);
      }
    } catch (SocketTimeoutException full) {
      assertThat(open.size()).isGreaterThan(500);
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
    goesOn();
  }

  @Test
  void notByManyRowsThatAreWrongInManyWays() throws Exception {
    var members =
        IntStream.range(0, 50)
            .mapToObj("\"unknown%d\":1"::formatted)
            .collect(Collectors.joining(","));
    var body =
        "{\"invoices\":[" + String.join(",", Collections.nCopies(1_000, "{" + members + "}"));
    allAtOnce(Collections.nCopies(AT_ONCE, () -> http.post("/api/v1/invoices/bulk", body + "]}")));
    goesOn();
  }

  @Test
  void notByAskingForManyInvoicesOfManyLines() throws Exception {
    var client =
        http.post("/api/v1/clients", "{\"name\": \"Awa\", \"email\": \"awa@ndiaye.example\"}").id();
    var line = "{\"description\":\"x\",\"quantity\":1,\"unit_price\":1}";
    var invoice =
        "{\"client_id\":\"%s\",\"lines\":[%s]}"
            .formatted(client, String.join(",", Collections.nCopies(500, line)));
    var invoices = String.join(",", Collections.nCopies(36, invoice));
    for (var bulk = 0; bulk < 4; bulk++) {
      var answer = http.post("/api/v1/invoices/bulk", "{\"invoices\":[" + invoices + "]}").is(200);
      assertThat(answer.json().get("created").asInt()).isEqualTo(36);
    }
    allAtOnce(Collections.nCopies(AT_ONCE, () -> http.get("/api/v1/invoices/export")));
    allAtOnce(Collections.nCopies(AT_ONCE, () -> http.get("/api/v1/invoices?limit=100")));
    goesOn();
  }
}
