package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.network.Network;
import com.quittance.network.Ports;
import com.quittance.webhook.Sender.Failure;
import com.quittance.webhook.Sender.Reply;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody gets this server to call what only it can reach. The rules that would refuse most of it
 * sooner (TLS, few ports) are off here, so that each case meets the check of addresses or of
 * spelling alone; a socket on every address of this machine sees who connects all the same.
 */
class SsrfTest {

  private static final Ports ALL = Ports.parse("1-65535");
  private static final byte[] BODY = "{}".getBytes();

  private static final Tripwire TRIPWIRE = new Tripwire();
  private static HttpServer allowed;
  private static final AtomicInteger REACHED = new AtomicInteger();

  @BeforeAll
  static void open() throws IOException {
    allowed = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
    allowed.createContext(
        "/",
        exchange -> {
          REACHED.incrementAndGet();
          var query = exchange.getRequestURI().getQuery();
          var status = query == null ? 200 : Integer.parseInt(query);
          var elsewhere = "http://127.0.0.1:%d/".formatted(TRIPWIRE.port());
          exchange.getResponseHeaders().set("Location", elsewhere);
          exchange.getResponseHeaders().set("Refresh", "0; url=" + elsewhere);
          exchange.getResponseHeaders().set("Link", "<%s>; rel=preload".formatted(elsewhere));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    allowed.start();
  }

  @AfterAll
  static void close() {
    allowed.stop(0);
    TRIPWIRE.close();
  }

  private static Sender sender(NameService names, String... networks) {
    var destinations =
        new Destinations(true, ALL, Stream.of(networks).map(Network::parse).toList());
    return new Sender(destinations, names, Sender::trusted, Duration.ofSeconds(15));
  }

  private static Reply post(Sender sender, String url) throws InterruptedException {
    return sender.post(url, Map.of(), BODY);
  }

  static List<String> corpus() {
    return SsrfCorpus.urls(TRIPWIRE.port());
  }

  @Test
  void theCorpusIsLarge() {
    assertThat(corpus()).hasSizeGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nobodyIsCalled(String url) throws Exception {
    try (var sender = sender(SsrfCorpus::resolve)) {
      assertThat(post(sender, url).failure()).isEqualTo(Failure.DESTINATION_REFUSED);
    }
    assertThat(TRIPWIRE.takeVisits()).isZero();
  }

  /** With one address allowed, names and spellings of any other are refused as before. */
  @Test
  void allowingOneNetworkOpensNoOther() throws Exception {
    try (var sender = sender(SsrfCorpus::resolve, "127.0.0.2/32", "192.168.77.0/24", "fd77::/16")) {
      for (var url : corpus()) {
        assertThat(post(sender, url).failure()).as(url).isEqualTo(Failure.DESTINATION_REFUSED);
      }
    }
    assertThat(TRIPWIRE.takeVisits()).isZero();
  }

  /** The control taken away, the tripwire is touched: it would have noticed. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "0.0.0.0"})
  void theTripwireWorks(String host) throws Exception {
    try (var sender = sender(SsrfCorpus::resolve, "0.0.0.0/0", "::/0")) {
      post(sender, "http://%s:%d/".formatted(host, TRIPWIRE.port()));
    }
    assertThat(TRIPWIRE.takeVisits()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 305, 306, 307, 308, 200, 401, 407, 503})
  void noAnswerLeadsElsewhere(int status) throws Exception {
    try (var sender = sender(SsrfCorpus::resolve, "127.0.0.2/32")) {
      var reply =
          post(sender, "http://127.0.0.2:%d/?%d".formatted(allowed.getAddress().getPort(), status));
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.isSuccess()).isEqualTo(status == 200);
    }
    assertThat(TRIPWIRE.takeVisits()).isZero();
  }

  /** A name server that says one thing to the check and another to the connection. */
  @Test
  void aNameIsLookedUpOnceAndThatAddressIsCalled() throws Exception {
    var asked = new AtomicInteger();
    NameService flipping =
        _ ->
            new InetAddress[] {
              InetAddress.ofLiteral(asked.getAndIncrement() % 2 == 0 ? "127.0.0.2" : "127.0.0.1")
            };
    REACHED.set(0);
    try (var allowing = sender(flipping, "127.0.0.2/32")) {
      for (var attempt = 1; attempt <= 20; attempt++) {
        var reply =
            post(
                allowing, "http://rebinding.example:%d/".formatted(allowed.getAddress().getPort()));
        assertThat(asked).hasValue(attempt);
        assertThat(reply.failure())
            .isEqualTo(attempt % 2 == 1 ? null : Failure.DESTINATION_REFUSED);
      }
    }
    assertThat(REACHED).hasValue(10);
    assertThat(TRIPWIRE.takeVisits()).isZero();
  }

  @Test
  void proxiesOfTheMachineAreNotAsked() throws Exception {
    var before = ProxySelector.getDefault();
    var names = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");
    names.forEach(name -> System.setProperty(name, "127.0.0.1"));
    for (var name : List.of("http.proxyPort", "https.proxyPort", "socksProxyPort")) {
      System.setProperty(name, Integer.toString(TRIPWIRE.port()));
    }
    ProxySelector.setDefault(toTheTripwire());
    int reached;
    try (var sender = sender(SsrfCorpus::resolve, "127.0.0.2/32")) {
      REACHED.set(0);
      post(sender, "http://127.0.0.2:%d/".formatted(allowed.getAddress().getPort()));
      reached = REACHED.get();
    } finally {
      ProxySelector.setDefault(before);
      Stream.of("http.proxy", "https.proxy", "socksProxy")
          .flatMap(name -> Stream.of(name + "Host", name + "Port"))
          .forEach(System::clearProperty);
    }
    assertThat(TRIPWIRE.takeVisits()).isZero();
    assertThat(reached).isEqualTo(1);
  }

  private static ProxySelector toTheTripwire() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        var there = new InetSocketAddress("127.0.0.1", TRIPWIRE.port());
        return List.of(
            new Proxy(
                uri.getScheme().equals("socket") ? Proxy.Type.SOCKS : Proxy.Type.HTTP, there));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }
}
