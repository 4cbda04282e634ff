package com.quittance.client;

import com.quittance.http.Http;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before the server: holds each exchange against its document, and can lose answers. */
final class RelayedServer implements AutoCloseable {

  private final Http server;
  private final HttpServer relay;
  private final AtomicInteger losses = new AtomicInteger();

  RelayedServer(Http server) {
    this.server = server.as(null);
    try {
      relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    relay.createContext("/", this::handle);
    relay.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + relay.getAddress().getPort());
  }

  /** The next answer does not arrive. */
  void loseOne() {
    losses.set(1);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new HashMap<String, String>();
      for (var name : List.of("Authorization", "Content-Type", "Idempotency-Key", "If-Match")) {
        if (exchange.getRequestHeaders().containsKey(name)) {
          headers.put(name, exchange.getRequestHeaders().getFirst(name));
        }
      }
      var answer =
          server.send(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()),
              headers);
      if (losses.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return;
      }
      for (var name : List.of("Content-Type", "ETag", "Retry-After", "X-Request-Id")) {
        exchange.getResponseHeaders().set(name, answer.header(name));
      }
      var bytes = answer.body();
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (AssertionError broken) {
      exchange.sendResponseHeaders(599, 0);
      throw broken;
    }
  }

  @Override
  public void close() {
    relay.stop(0);
  }
}
