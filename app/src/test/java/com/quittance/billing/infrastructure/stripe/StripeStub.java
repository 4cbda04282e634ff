package com.quittance.billing.infrastructure.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Plays the part of Stripe's API that makes PaymentIntents, and remembers what it was asked. */
public final class StripeStub implements AutoCloseable {

  /** What it was asked: the form's fields by name. */
  public record Asked(String path, String idempotencyKey, String key, Map<String, String> form) {}

  private record Wait(boolean refused, Runnable meanwhile) {}

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
  private volatile boolean declines;
  private volatile boolean hangsUp;
  private volatile boolean losesAnswers;
  private final Map<String, Map<String, String>> intents = new ConcurrentHashMap<>();
  private final Map<String, Integer> refunds = new ConcurrentHashMap<>();

  public StripeStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor()); // one may wait for another
    server.start();
  }

  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Asked> asked() {
    return asked;
  }

  public Asked lastAsked() {
    return asked.getLast();
  }

  /** From here on it says no. */
  public void decline() {
    declines = true;
  }

  /** From here on it does what it is asked and cuts the connection before it says so. */
  public void loseAnswers() {
    losesAnswers = true;
  }

  /** How many refunds it has made. */
  public int refunds() {
    return refunds.size();
  }

  private String listed() {
    return refunds.entrySet().stream()
        .map(
            made ->
                """
                {"id": "re_stub_%d", "object": "refund", "status": "succeeded",
                 "metadata": {"refund": "%s"}}
                """
                    .formatted(made.getValue(), made.getKey()))
        .collect(Collectors.joining(",", "{\"object\": \"list\", \"data\": [", "]}"));
  }

  /** From here on it cuts every connection. */
  public void hangUp() {
    hangsUp = true;
  }

  /**
   * The next one who asks waits for this.
   *
   * @param refused whether they are told no then
   */
  public void letWait(boolean refused, Runnable meanwhile) {
    waits.add(new Wait(refused, meanwhile));
  }

  public void recover() {
    declines = false;
    losesAnswers = false;
    hangsUp = false;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = read(exchange);
      asked.add(request);
      if (hangsUp) {
        return;
      }
      var wait = waits.poll();
      if (wait != null) {
        wait.meanwhile().run();
      }
      if (declines || wait != null && wait.refused()) {
        send(
            exchange,
            402,
            """
            {"error": {"type": "card_error", "code": "amount_too_small",
              "message": "secret sk_live_nobody_may_see"}}
            """);
      } else {
        if (exchange.getRequestMethod().equals("GET")) {
          var path = exchange.getRequestURI().getPath();
          send(
              exchange,
              200,
              path.startsWith("/v1/payment_intents/") ? intent(path.substring(20)) : listed());
          return;
        }
        var refund = request.path().equals("/v1/refunds");
        if (refund) {
          refunds.putIfAbsent(request.form().get("metadata[refund]"), number.get() + 1);
        }
        if (losesAnswers) {
          return;
        }
        var id = (refund ? "re_stub_" : "pi_stub_") + number.incrementAndGet();
        intents.put(id, request.form());
        send(
            exchange,
            200,
            """
            {"id": "%s", "object": "%s", "client_secret": "%s_secret_x"}
            """
                .formatted(id, refund ? "refund" : "payment_intent", id));
      }
    }
  }

  /** Of one it has not made it knows nothing that is ours. */
  private String intent(String id) {
    var metadata =
        intents.getOrDefault(id, Map.of()).entrySet().stream()
            .filter(field -> field.getKey().startsWith("metadata["))
            .map(
                field ->
                    "\"%s\": \"%s\""
                        .formatted(
                            field.getKey().replaceAll("metadata\\[(.*)]", "$1"), field.getValue()))
            .collect(Collectors.joining(","));
    return """
    {"id": "%s", "object": "payment_intent", "metadata": {%s}}
    """
        .formatted(id, metadata);
  }

  private static Asked read(HttpExchange exchange) throws IOException {
    var form = new TreeMap<String, String>();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (var field : body.split("&")) {
      var pair = field.split("=", 2);
      form.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
    }
    var headers = exchange.getRequestHeaders();
    return new Asked(
        exchange.getRequestURI().getPath(),
        String.valueOf(headers.getFirst("Idempotency-Key")),
        String.valueOf(headers.getFirst("Authorization")),
        form);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
