package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.network.Network;
import com.quittance.network.Ports;
import com.quittance.webhook.Sender.Failure;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of posting, over TLS, to a server that behaves well or badly. */
class SenderTest {

  private static final char[] PASSWORD = "password".toCharArray();
  private static final List<Network> HERE = List.of(Network.parse("127.0.0.1/32"));
  private static final Duration PATIENT = Duration.ofMinutes(1);

  @TempDir static Path folder;
  private static SSLContext tls;
  private static HttpsServer server;

  @BeforeAll
  static void open() throws Exception {
    tls = certified("hooks.example");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/ok", exchange -> answer(exchange, 200, "thanks\u0007\n".getBytes()));
    server.createContext("/busy", SenderTest::busy);
    server.createContext("/endless", SenderTest::endless);
    server.setExecutor(Thread::startVirtualThread);
    server.start();
  }

  @AfterAll
  static void close() {
    server.stop(0);
  }

  /** A key and certificate of its own for that name, and trust in nothing else. */
  private static SSLContext certified(String name) throws Exception {
    var file = folder.resolve(name);
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-validity",
                "3650")
            .inheritIO()
            .start()
            .waitFor();
    assertThat(made).isZero();
    var keys = KeyStore.getInstance("PKCS12");
    try (var bytes = Files.newInputStream(file)) {
      keys.load(bytes, PASSWORD);
    }
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    var context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void busy(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", "120");
    answer(exchange, 503, "é".repeat(5_000).getBytes(StandardCharsets.UTF_8));
  }

  private static void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (var body = exchange.getResponseBody()) {
      while (true) {
        body.write(new byte[1_000]);
      }
    }
  }

  private static String url(String host, String path) {
    return "https://%s:%d%s".formatted(host, server.getAddress().getPort(), path);
  }

  private static Sender sender(SSLContext trust, Duration timeout) {
    return new Sender(
        new Destinations(false, Ports.parse("1-65535"), HERE),
        _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")},
        () -> trust,
        timeout);
  }

  private static Sender.Reply post(Sender sender, String url) throws InterruptedException {
    return sender.post(url, Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aServerThatProvesItsNameIsToldAndItsAnswerRead() throws Exception {
    try (var sender = sender(tls, PATIENT)) {
      var reply = post(sender, url("hooks.example", "/ok"));
      assertThat(reply.failure()).isNull();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.isSuccess()).isTrue();
      assertThat(reply.excerpt()).isEqualTo("thanks");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example", "sub.hooks.example", "127.0.0.1"})
  void aCertificateIsForTheNameAndNotForTheAddress(String host) throws Exception {
    try (var sender = sender(tls, PATIENT)) {
      assertThat(post(sender, url(host, "/ok")).failure()).isEqualTo(Failure.TLS_FAILED);
    }
  }

  @Test
  void aCertificateOfNobodyWeTrustIsNone() throws Exception {
    try (var sender = sender(certified("elsewhere.example"), PATIENT);
        var usual = sender(Sender.trusted(), PATIENT)) {
      assertThat(post(sender, url("hooks.example", "/ok")).failure()).isEqualTo(Failure.TLS_FAILED);
      assertThat(post(usual, url("hooks.example", "/ok")).failure()).isEqualTo(Failure.TLS_FAILED);
    }
  }

  @Test
  void plainHttpIsRefusedUnlessAllowed() throws Exception {
    try (var sender = sender(tls, PATIENT)) {
      assertThat(post(sender, url("hooks.example", "/ok").replace("https", "http")).failure())
          .isEqualTo(Failure.DESTINATION_REFUSED);
    }
  }

  @Test
  void onlyTheBeginningOfAnAnswerIsRead() throws Exception {
    try (var sender = sender(tls, PATIENT)) {
      var busy = post(sender, url("hooks.example", "/busy"));
      assertThat(busy.status()).isEqualTo(503);
      assertThat(busy.isSuccess()).isFalse();
      assertThat(busy.retryAfter()).isEqualTo("120");
      assertThat(busy.excerpt()).hasSize(1_024).containsOnlyOnce("é".repeat(1_024));
      assertThat(post(sender, url("hooks.example", "/endless")).status()).isEqualTo(200);
    }
  }

  @Test
  void whoeverDoesNotAnswerIsGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var sender = sender(tls, Duration.ofMillis(200))) {
      var url = "https://hooks.example:%d/".formatted(silent.getLocalPort());
      assertThat(post(sender, url).failure()).isEqualTo(Failure.TIMED_OUT);
    }
  }

  /**
   * A name server that does not answer keeps nobody waiting for longer than the attempt may take.
   */
  @Test
  void aNameServerThatDoesNotAnswerIsGivenUp() throws Exception {
    var never = new CountDownLatch(1);
    NameService hanging =
        host -> {
          try {
            never.await();
          } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
          }
          throw new java.net.UnknownHostException(host);
        };
    try (var sender =
        new Sender(
            new Destinations(false, Ports.parse("1-65535"), HERE),
            hanging,
            () -> tls,
            Duration.ofMillis(200))) {
      assertThat(post(sender, url("hooks.example", "/ok")).failure()).isEqualTo(Failure.TIMED_OUT);
    }
  }

  @Test
  void nobodyThere() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    try (var sender = sender(tls, PATIENT)) {
      assertThat(post(sender, "https://hooks.example:%d/".formatted(port)).failure())
          .isEqualTo(Failure.NOT_CONNECTED);
    }
  }
}
