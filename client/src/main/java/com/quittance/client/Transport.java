package com.quittance.client;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests as often as they may be sent, and reads what comes back. */
final class Transport {

  static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(value -> value.withValueInclusion(Include.NON_NULL))
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Quittance.Setup setup;
  private final String token;
  private final @Nullable String key;

  Transport(Quittance.Setup setup, String token, @Nullable String key) {
    this.setup = setup;
    this.token = token;
    this.key = key;
  }

  Transport withKey(String other) {
    return new Transport(setup, token, other);
  }

  String server() {
    return setup.server;
  }

  <T> T get(String path, Class<T> type) {
    return read(send("GET", path, null, null), type);
  }

  <T> T post(String path, Object body, Class<T> type) {
    return read(send("POST", path, body, null), type);
  }

  <T> Page<T> page(String path, Class<T> type) {
    var page = JSON.getTypeFactory().constructParametricType(Page.class, type);
    return read(send("GET", path, null, null), page);
  }

  <T> Tagged<T> tagged(
      String method, String path, @Nullable Object body, @Nullable String etag, Class<T> type) {
    var answer = send(method, path, body, etag);
    return new Tagged<>(read(answer, type), answer.headers().firstValue("ETag").orElse("*"));
  }

  static <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
    return read(answer, JSON.constructType(type));
  }

  private static <T> T read(HttpResponse<byte[]> answer, JavaType type) {
    try {
      return JSON.readValue(answer.body(), type);
    } catch (JacksonException other) {
      throw new UncheckedIOException(
          new IOException("the answer of " + answer.uri() + " is not the API's", other));
    }
  }

  HttpResponse<byte[]> send(
      String method, String path, @Nullable Object body, @Nullable String etag) {
    var call =
        new Call(method, path, Map.of(), body == null ? null : JSON.writeValueAsBytes(body))
            .with("If-Match", etag);
    if (body != null) {
      call = call.with("Content-Type", "application/json");
    }
    return send(method.equals("POST") ? call.with("Idempotency-Key", keyOrNew()) : call);
  }

  private String keyOrNew() {
    if (key != null) {
      return key;
    }
    var bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private HttpResponse<byte[]> send(Call call) {
    var end = setup.clock.instant().plus(setup.retries.within());
    for (var attempt = 1; ; attempt++) {
      RuntimeException failure;
      var wait = setup.retries.waitAfter(attempt, RANDOM.nextDouble());
      try {
        var answer = once(call, end);
        if (answer.statusCode() < 400) {
          return answer;
        }
        var problem = Problems.of(call, answer, setup.clock.instant());
        if (!call.mayFollow(problem.problem())) {
          throw problem;
        }
        wait = wait.plus(problem.retryAfter());
        failure = problem;
      } catch (InterruptedIOException stopped) {
        throw new UncheckedIOException(stopped);
      } catch (IOException broken) {
        failure = unanswered(call, attempt, broken);
        if (!call.mayFollow(broken)) {
          throw failure;
        }
      }
      if (attempt == setup.retries.attempts() || setup.clock.instant().plus(wait).isAfter(end)) {
        throw failure;
      }
      await(wait);
    }
  }

  private static UncheckedIOException unanswered(Call call, int attempts, IOException why) {
    return new UncheckedIOException(
        new IOException(
            "%s: no answer in %d attempts, the last: %s".formatted(call, attempts, why), why));
  }

  private HttpResponse<byte[]> once(Call call, Instant end) throws IOException {
    var left = Duration.between(setup.clock.instant(), end);
    var most = left.compareTo(setup.timeout) < 0 ? left : setup.timeout;
    var answer = setup.http().sendAsync(request(call), BodyHandlers.ofByteArray());
    try {
      return answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new HttpTimeoutException("no whole answer within " + most);
    } catch (InterruptedException stopped) {
      answer.cancel(true);
      throw interrupted();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException broken) {
        throw broken;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private HttpRequest request(Call call) {
    var request =
        HttpRequest.newBuilder(URI.create(setup.server + call.path()))
            .header("Authorization", "Bearer " + token)
            .header("User-Agent", "quittance-java")
            .method(
                call.method(),
                call.body() == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(call.body()));
    call.headers().forEach(request::header);
    return request.build();
  }

  private void await(Duration wait) {
    try {
      setup.waiting.await(wait);
    } catch (InterruptedException stopped) {
      throw new UncheckedIOException(interrupted());
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for an answer");
  }
}
