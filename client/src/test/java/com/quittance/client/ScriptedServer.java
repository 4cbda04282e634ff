package com.quittance.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers one request after another as it was told; then with a client. Waits are noted only. */
final class ScriptedServer implements AutoCloseable {

  static final String CLIENT =
      """
      {"id": "019cadfd-8900-7151-b6f2-ed5a70cc4326", "name": "Awa", "email": "awa@example.com",
       "address": null, "tax_id": null, "locale": "fr", "created_at": "2026-03-02T10:00:00Z"}
      """;
  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  record Call(String method, String uri, String key, String ifMatch, String body) {}

  /** A status of 0 is no answer at all, one below an answer that does not end. */
  private record Reaction(int status, String header, String value, String body) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final Queue<Reaction> script = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  ScriptedServer answers(int status, String body) {
    return answers(status, "X-Request-Id", "r-1", body);
  }

  ScriptedServer answers(int status, String header, String value, String body) {
    script.add(new Reaction(status, header, value, body));
    return this;
  }

  ScriptedServer refuses(int status, String type, String header, String value) {
    var problem =
        """
        {"type": "/problems/%s", "title": "No", "status": %d, "detail": "it says why",
         "instance": "019cadfd-8900-7151-b6f2-ed5a70cc4327"}
        """;
    return answers(status, header, value, problem.formatted(type, status));
  }

  ScriptedServer refuses(int status, String type) {
    return refuses(status, type, "X-Request-Id", "r-1");
  }

  ScriptedServer hangsUp() {
    return answers(0, "");
  }

  ScriptedServer staysOpen() {
    return answers(-1, "");
  }

  Quittance.Setup setup() {
    return Quittance.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
        .time(() -> waits.stream().reduce(NOW, Instant::plus, (a, b) -> b), waits::add);
  }

  Quittance quittance() {
    return setup().token("qt_1234");
  }

  private void handle(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(
        new Call(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers.getFirst("Idempotency-Key"),
            headers.getFirst("If-Match"),
            body));
    var next = script.poll();
    var reaction = next == null ? new Reaction(200, "ETag", "\"1\"", CLIENT) : next;
    if (reaction.status <= 0) {
      if (reaction.status < 0) {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().flush();
        return;
      }
      exchange.close();
      return;
    }
    var bytes = reaction.body.getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", reaction.status < 400 ? "application/json" : media(reaction.body));
    exchange.getResponseHeaders().set(reaction.header, reaction.value);
    exchange.sendResponseHeaders(reaction.status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String media(String body) {
    return body.startsWith("{") ? "application/problem+json" : "text/html";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
