package com.quittance.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A system that wants to be told of events, and answers as it is told to. */
final class Receiver implements AutoCloseable {

  /** The house's settings, so that it may be called. */
  static final Map<String, String> ALLOWED =
      Map.of(
          "QUITTANCE_WEBHOOKS_ALLOW_HTTP", "true",
          "QUITTANCE_WEBHOOKS_PORTS", "1-65535",
          "QUITTANCE_WEBHOOKS_NETWORKS", "127.0.0.0/8");

  /** What came. */
  record Call(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /** What is answered. */
  record Reaction(int status, Map<String, String> headers, String body) {
    static Reaction of(int status) {
      return new Reaction(status, Map.of(), "");
    }
  }

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Function<Call, Reaction> reacts = _ -> Reaction.of(200);

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Thread::startVirtualThread);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var call = new Call(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body);
    calls.add(call);
    var reaction = reacts.apply(call);
    reaction.headers.forEach(exchange.getResponseHeaders()::set);
    var bytes = reaction.body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reaction.status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  void answers(int status) {
    reacts = _ -> Reaction.of(status);
  }

  void reacts(Function<Call, Reaction> how) {
    reacts = how;
  }

  String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  List<Call> calls(String path) {
    return calls.stream().filter(call -> call.path.equals(path)).toList();
  }

  /** Those since the last time. */
  List<Call> take() {
    var all = List.copyOf(calls);
    calls.clear();
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
