package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps cookies, and shows the session's token with what it asks for, as our own pages do. */
public final class Browser {

  private final Http http;
  private final HttpClient client;
  private final Map<String, String> cookies = new TreeMap<>();
  private final Map<String, String> headers = new HashMap<>();

  private Browser(int port, String from) {
    this.http = new Http(port, null);
    try {
      this.client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .localAddress(InetAddress.getByName(from))
              .build();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  public static Browser on(int port) {
    return new Browser(port, "127.0.0.1");
  }

  /** In a network of its own: addresses that differ in their third number are of different ones. */
  public static Browser on(int port, String from) {
    return new Browser(port, from);
  }

  /** Another one with the same cookies, as when somebody has copied them. */
  public Browser copy() {
    var copy = on(http.port());
    copy.cookies.putAll(cookies);
    copy.headers.putAll(headers);
    return copy;
  }

  public Browser with(String header, @Nullable String value) {
    if (value == null) {
      headers.remove(header);
    } else {
      headers.put(header, value);
    }
    return this;
  }

  public Answer signIn(String email, String password) {
    return remember(
        post(
            "/api/v1/session",
            "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password)));
  }

  /** With a code as well. */
  public Answer signIn(String email, String password, String code) {
    return remember(
        post(
            "/api/v1/session",
            "{\"email\": \"%s\", \"password\": \"%s\", \"code\": \"%s\"}"
                .formatted(email, password, code)));
  }

  /** Takes the token out of an answer that describes the session. */
  private Answer remember(Answer session) {
    var token = session.json().path("csrf_token");
    if (token.isString()) {
      headers.put("X-CSRF-Token", token.asString());
    }
    return session;
  }

  /** Puts a session into the jar that was not made by signing in. */
  public Browser holding(String secret) {
    cookies.put("__Host-quittance-session", secret);
    remember(get("/api/v1/session").is(200));
    return this;
  }

  public @Nullable String cookie(String name) {
    return cookies.get("__Host-quittance-" + name);
  }

  public void forget(String name) {
    cookies.remove("__Host-quittance-" + name);
  }

  public Answer get(String path) {
    return send("GET", path, "");
  }

  public Answer post(String path, String json) {
    return send("POST", path, json);
  }

  public Answer put(String path, String json) {
    return send("PUT", path, json);
  }

  public Answer delete(String path) {
    return send("DELETE", path, "");
  }

  /** What shows with every request who asks. */
  public Map<String, String> headers() {
    var all = new TreeMap<>(headers);
    if (!cookies.isEmpty()) {
      all.put(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return all;
  }

  public Answer send(String method, String path, String json) {
    var all = headers();
    if (!json.isEmpty()) {
      all.put("Content-Type", "application/json");
    }
    var body = json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
    var answer = http.send(client, method, path, body, all);
    setCookies(answer).forEach(this::keep);
    return answer;
  }

  public static List<String> setCookies(Answer answer) {
    return answer.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Set-Cookie"))
        .flatMap(header -> header.getValue().stream())
        .toList();
  }

  private void keep(String header) {
    var cookie = HttpCookie.parse(header).getFirst();
    assertThat(header).contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/");
    assertThat(cookie.getDomain()).isNull();
    if (cookie.getMaxAge() == 0) {
      cookies.remove(cookie.getName());
    } else {
      cookies.put(cookie.getName(), cookie.getValue());
    }
  }
}
