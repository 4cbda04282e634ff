package com.quittance.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A company's Quittance, as far as its token reaches.
 *
 * <pre>{@code
 * var quittance = Quittance.at(URI.create("https://billing.example")).token("qt_…");
 * var client = quittance.clients().create(NewClient.of("Boulangerie Ndiaye", "awa@ndiaye.example"));
 * }</pre>
 *
 * <p>Threads may share it, and one for the whole application is enough. Requests block, and are
 * repeated as {@link Retries} says: after {@code 429} and while a request of the same key is under
 * way; and, where a second one does no harm, after {@code 502}, {@code 503}, {@code 504} and
 * without an answer. Every {@code POST} carries an {@code Idempotency-Key} that stays the same over
 * these repetitions, so that it has its effect once. A change ({@code PATCH}, {@code PUT}, {@code
 * DELETE}) and what tells a secret is not repeated once it may have had its effect.
 *
 * <p>All of them throw {@link ProblemException} when the server refuses, and {@link
 * java.io.UncheckedIOException} when there is no answer: then it is not known what was done.
 */
public final class Quittance {

  private final Transport transport;

  private Quittance(Transport transport) {
    this.transport = transport;
  }

  /**
   * Where the server is.
   *
   * @param server such as {@code https://billing.example}, perhaps with a path
   * @throws IllegalArgumentException when it is not of {@code http} or {@code https}
   */
  public static Setup at(URI server) {
    return new Setup(server);
  }

  /**
   * The same, whose {@code POST}s all carry this key. Make one such view for each effect, with a
   * key that you keep, and the effect is had once even when your program dies and begins anew.
   *
   * @param idempotencyKey 1 to 255 letters, digits and {@code _ . : -}
   * @throws IllegalArgumentException when the key can be none
   */
  public Quittance withKey(String idempotencyKey) {
    if (!idempotencyKey.matches("[A-Za-z0-9_.:-]{1,255}")) {
      throw new IllegalArgumentException("expected 1 to 255 letters, digits and _ . : -");
    }
    return new Quittance(transport.withKey(idempotencyKey));
  }

  /** Those who are billed. */
  public Clients clients() {
    return new Clients(transport);
  }

  /** What is billed. */
  public Invoices invoices() {
    return new Invoices(transport);
  }

  /** What is not billed yet. */
  public Drafts drafts() {
    return new Drafts(transport);
  }

  /** What is paid, and given back. */
  public Payments payments() {
    return new Payments(transport);
  }

  /** What happened. */
  public Events events() {
    return new Events(transport);
  }

  /** Where the company is told of events. */
  public WebhookEndpoints webhookEndpoints() {
    return new WebhookEndpoints(transport);
  }

  /**
   * Whatever has no method here.
   *
   * @param path from {@code /api/} on, with its query
   * @throws IllegalArgumentException when the path is none
   */
  public JsonNode get(String path) {
    return send("GET", path, null);
  }

  /**
   * Whatever has no method here. The body is written as Jackson does, in snake_case.
   *
   * @param path from {@code /api/} on
   * @param body such as a {@code Map} or a {@link JsonNode}
   * @throws IllegalArgumentException when the path is none
   */
  public JsonNode post(String path, Object body) {
    return send("POST", path, body);
  }

  /**
   * Whatever has no method here.
   *
   * @param path from {@code /api/} on, with its query
   * @param body {@code null} when there is none
   * @return what is answered; a missing node when there is no body
   * @throws IllegalArgumentException when the path is none
   */
  public JsonNode send(String method, String path, @Nullable Object body) {
    if (!path.startsWith("/api/")) {
      throw new IllegalArgumentException("expected a path from /api/ on");
    }
    var answer = transport.send(method, path, body, null);
    return answer.body().length == 0
        ? Transport.JSON.missingNode()
        : Transport.read(answer, JsonNode.class);
  }

  /** Where it is, without the token. */
  @Override
  public String toString() {
    return "Quittance[" + transport.server() + "]";
  }

  /** How to reach the server; ends with {@link #token}. For one thread. */
  public static final class Setup {
    final String server;
    private @Nullable HttpClient http;
    Retries retries = Retries.DEFAULT;
    Duration timeout = Duration.ofSeconds(30);
    InstantSource clock = Clock.systemUTC();
    Waiting waiting = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

    private Setup(URI server) {
      var scheme = Objects.toString(server.getScheme());
      if (!scheme.matches("(?i)https?") || server.getHost() == null || server.getQuery() != null) {
        throw new IllegalArgumentException("expected such as https://billing.example");
      }
      this.server = server.toString().replaceFirst("/+$", "");
    }

    private Setup(Setup other) {
      this.server = other.server;
      this.http = other.http == null ? plain() : other.http;
      this.retries = other.retries;
      this.timeout = other.timeout;
      this.clock = other.clock;
      this.waiting = other.waiting;
    }

    /** How often a request is sent; {@link Retries#DEFAULT} unless it is said. */
    public Setup retries(Retries other) {
      retries = other;
      return this;
    }

    /** How long one attempt may take, the whole answer included; 30 s unless it is said. */
    public Setup timeout(Duration other) {
      timeout = other;
      return this;
    }

    /** Sends by this, for proxies and certificates of one's own. It should follow no redirects. */
    public Setup http(HttpClient other) {
      http = other;
      return this;
    }

    /** Waits between attempts by this, and takes the time from there: for tests. */
    public Setup time(InstantSource otherClock, Waiting otherWaiting) {
      clock = otherClock;
      waiting = otherWaiting;
      return this;
    }

    /**
     * With this token; the setup may be used for another.
     *
     * @throws IllegalArgumentException when it can be no token; it is not told
     */
    public Quittance token(String token) {
      if (!token.matches("[!-~]+")) {
        throw new IllegalArgumentException("expected a token, qt_… without blanks");
      }
      return new Quittance(new Transport(new Setup(this), token, null));
    }

    private static HttpClient plain() {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
    }

    HttpClient http() {
      return Objects.requireNonNull(http);
    }
  }
}
