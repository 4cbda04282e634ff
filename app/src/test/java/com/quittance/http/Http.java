package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Problem.Type;
import com.quittance.openapi.Contract;
import com.quittance.openapi.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the API who holds a token, or none. */
public record Http(int port, @Nullable String token) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What came back. */
  public record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    static Answer of(HttpResponse<byte[]> response) {
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    public String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return JSON.readTree(body);
    }

    public String id() {
      return json().get("id").asString();
    }

    /** Asserts the status, and says what came instead. */
    public Answer is(int expected) {
      assertThat(status).as(text()).isEqualTo(expected);
      return this;
    }

    /** Asserts a whole problem of this type that points at exactly these members. */
    public Answer is(Type type, String... pointers) {
      is(type.status());
      assertThat(header("Content-Type")).isEqualTo(ProblemJson.MEDIA_TYPE);
      var problem = json();
      assertThat(problem.get("type").asString()).isEqualTo(type.uri());
      assertThat(problem.get("title").asString()).isEqualTo(type.title());
      assertThat(problem.get("status").asInt()).isEqualTo(status);
      assertThat(problem.get("detail").asString()).isNotBlank();
      assertThat(problem.get("instance").asString()).isEqualTo(header("X-Request-Id"));
      assertThat(problem.path("errors").findValuesAsString("pointer"))
          .containsExactlyInAnyOrder(pointers);
      return this;
    }

    /** The answer but for the id that every request has of its own. */
    public String withoutRequestId() {
      return status + "\n" + text().replace(header("X-Request-Id"), "REQUEST");
    }

    /** The same but for the id that was asked for as well. */
    public String without(String id) {
      return withoutRequestId().replace(id, "ID");
    }
  }

  public Http as(@Nullable String otherToken) {
    return new Http(port, otherToken);
  }

  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody(), Map.of());
  }

  public Answer post(String path, String json) {
    return post(path, json.getBytes(StandardCharsets.UTF_8));
  }

  /** As a careful client does: with a key of its own. */
  public Answer post(String path, byte[] json) {
    return post(path, json, UUID.randomUUID().toString());
  }

  public Answer post(String path, byte[] json, String idempotencyKey) {
    return post(
        path,
        BodyPublishers.ofByteArray(json),
        Map.of("Content-Type", "application/json", "Idempotency-Key", idempotencyKey));
  }

  public Answer post(String path, BodyPublisher body, Map<String, String> headers) {
    return send("POST", path, body, headers);
  }

  public Answer send(String method, String path, BodyPublisher body, Map<String, String> headers) {
    return send(CLIENT, method, path, body, headers);
  }

  /** From another address of this machine, such as 127.0.7.1. */
  public Answer from(
      String address, String method, String path, BodyPublisher body, Map<String, String> headers) {
    try (var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(InetAddress.ofLiteral(address))
            .build()) {
      return send(client, method, path, body, headers);
    }
  }

  Answer send(
      HttpClient client,
      String method,
      String path,
      BodyPublisher body,
      Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    headers.forEach(request::header);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      var answer = Answer.of(client.send(request.build(), BodyHandlers.ofByteArray()));
      Contract.published().check(exchange(method, path, body, headers, answer));
      return answer;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static Exchange exchange(
      String method, String path, BodyPublisher body, Map<String, String> headers, Answer answer) {
    return new Exchange(
        method, path, headers, () -> bytes(body), answer.status(), answer.headers(), answer.body());
  }

  private static byte[] bytes(BodyPublisher body) {
    var subscriber = BodySubscribers.ofByteArray();
    body.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer bytes) {
            subscriber.onNext(List.of(bytes));
          }

          @Override
          public void onError(Throwable failure) {
            subscriber.onError(failure);
          }

          @Override
          public void onComplete() {
            subscriber.onComplete();
          }
        });
    return subscriber.getBody().toCompletableFuture().join();
  }
}
