package com.quittance.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts to URLs that tenants have chosen: at checked addresses only, each looked up anew; to the
 * host the certificate is for; without redirects, proxies, cookies or second tries; for a limited
 * time and reading a limited answer.
 */
public final class Sender implements AutoCloseable {

  /** As Standard Webhooks has it: 15 to 30 s. */
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final int READ_AT_MOST = 4_096;
  private static final int SHOWN = 1_024;
  private static final int MOST_CONNECTIONS = 1_000;

  private final Destinations destinations;
  private final Duration timeout;
  private final NameService names;
  private final Supplier<SSLContext> tls;
  private @Nullable CloseableHttpClient client; // made when needed: it reads all certificates

  public Sender(Destinations destinations) {
    this(destinations, InetAddress::getAllByName, Sender::trusted, TIMEOUT);
  }

  /**
   * @param tls which certificates are trusted
   * @param timeout of an attempt, from the look-up of the host's addresses to the end of the answer
   */
  Sender(Destinations destinations, NameService names, Supplier<SSLContext> tls, Duration timeout) {
    this.destinations = destinations;
    this.names = names;
    this.tls = tls;
    this.timeout = timeout;
  }

  private synchronized CloseableHttpClient client() {
    if (client == null) {
      client =
          HttpClients.custom()
              .setConnectionManager(
                  connections(new CheckedNames(names, destinations), tls.get(), timeout))
              .setRoutePlanner(new DefaultRoutePlanner(null)) // which knows no proxies
              .setConnectionReuseStrategy((_, _, _) -> false)
              .disableRedirectHandling()
              .disableAutomaticRetries()
              .disableCookieManagement()
              .disableAuthCaching()
              .disableContentCompression()
              .setUserAgent("Quittance-Webhooks/1")
              .build();
    }
    return client;
  }

  static SSLContext trusted() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has TLS", impossible);
    }
  }

  private static HttpClientConnectionManager connections(
      CheckedNames names, SSLContext tls, Duration timeout) {
    var patience = Timeout.of(timeout);
    var limits = Http1Config.custom().setMaxLineLength(8_192).setMaxHeaderCount(100).build();
    TlsSocketStrategy verified =
        new DefaultClientTlsStrategy(tls, HostnameVerificationPolicy.BUILTIN, null);
    var operator =
        new DefaultHttpClientConnectionOperator(
            _ -> new Socket(Proxy.NO_PROXY), // any other would ask the machine for a SOCKS proxy
            DefaultSchemePortResolver.INSTANCE,
            names,
            RegistryBuilder.<TlsSocketStrategy>create().register("https", verified).build());
    var connections =
        new PoolingHttpClientConnectionManager(
            operator,
            PoolConcurrencyPolicy.LAX,
            PoolReusePolicy.LIFO,
            TimeValue.NEG_ONE_MILLISECOND,
            ManagedHttpClientConnectionFactory.builder().http1Config(limits).build());
    connections.setDefaultConnectionConfig(
        ConnectionConfig.custom().setConnectTimeout(patience).setSocketTimeout(patience).build());
    connections.setMaxTotal(MOST_CONNECTIONS);
    connections.setDefaultMaxPerRoute(MOST_CONNECTIONS);
    return connections;
  }

  /** What stood in the way of an answer. */
  public enum Failure {
    /** The URL, or an address of its host, is none that may be called; or it has no address. */
    DESTINATION_REFUSED,
    NOT_CONNECTED,
    TLS_FAILED,
    TIMED_OUT,
    CONNECTION_LOST
  }

  /**
   * What came of an attempt.
   *
   * @param status null when there was no answer
   * @param failure null when there was one
   * @param excerpt the beginning of the answer's body, as text
   */
  public record Reply(
      @Nullable Integer status,
      @Nullable Failure failure,
      Duration took,
      String excerpt,
      @Nullable String retryAfter) {

    boolean isSuccess() {
      return status != null && status / 100 == 2;
    }
  }

  /** What is known of the answer so far: its status counts, however slowly its body comes. */
  private record Heard(int status, String excerpt, @Nullable String retryAfter) {}

  /**
   * @throws InterruptedException when the calling thread is; the attempt is given up
   */
  public Reply post(String url, Map<String, String> headers, byte[] body)
      throws InterruptedException {
    var began = System.nanoTime();
    URI target;
    try {
      target =
          destinations.parse(url); // again: what is allowed may have changed since it was saved
    } catch (IllegalArgumentException refused) {
      return reply(null, Failure.DESTINATION_REFUSED, began);
    }
    var request = new HttpPost(target);
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    var heard = new AtomicReference<@Nullable Heard>();
    return run(request, heard, began);
  }

  /**
   * On a thread of its own, which is no virtual one: looking up a name blocks the thread beneath,
   * and a name server that does not answer would hold up all listeners.
   */
  private Reply run(HttpPost request, AtomicReference<@Nullable Heard> heard, long began)
      throws InterruptedException {
    var exchange =
        new FutureTask<@Nullable Void>(
            () -> {
              exchange(request, heard);
              return null;
            });
    Thread.ofPlatform().daemon().name("webhook-sender").start(exchange);
    try {
      exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return reply(heard.get(), null, began);
    } catch (TimeoutException late) {
      return reply(heard.get(), Failure.TIMED_OUT, began);
    } catch (ExecutionException failed) {
      return reply(heard.get(), failure(failed.getCause()), began);
    } finally {
      request.abort();
      exchange.cancel(true);
    }
  }

  private void exchange(HttpPost request, AtomicReference<@Nullable Heard> heard)
      throws IOException {
    var response = client().executeOpen(null, request, null);
    var retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    var known =
        new Heard(response.getCode(), "", retryAfter == null ? null : retryAfter.getValue());
    heard.set(known);
    var excerpt = excerpt(response);
    heard.set(new Heard(known.status, excerpt, known.retryAfter));
    // Not closed: that would read on to the end. The connection is cut by whoever waits for this.
  }

  private static String excerpt(ClassicHttpResponse response) throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      return "";
    }
    var bytes = entity.getContent().readNBytes(READ_AT_MOST);
    var text = new StringBuilder();
    new String(bytes, StandardCharsets.UTF_8)
        .codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' ? ' ' : c)
        .limit(SHOWN)
        .forEach(text::appendCodePoint);
    return text.toString().strip();
  }

  private static Reply reply(@Nullable Heard heard, @Nullable Failure failure, long began) {
    var took = Duration.ofNanos(System.nanoTime() - began);
    return heard == null
        ? new Reply(null, failure, took, "", null)
        : new Reply(heard.status, null, took, heard.excerpt, heard.retryAfter);
  }

  private static Failure failure(Throwable cause) {
    return switch (cause) {
      case UnknownHostException _ -> Failure.DESTINATION_REFUSED;
      case SSLException _ -> Failure.TLS_FAILED;
      case SocketTimeoutException _ -> Failure.TIMED_OUT;
      case ConnectException _ -> Failure.NOT_CONNECTED;
      case IOException _ -> Failure.CONNECTION_LOST;
      default -> throw new IllegalStateException("a webhook could not be sent", cause);
    };
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close(CloseMode.IMMEDIATE);
      client = null;
    }
  }
}
