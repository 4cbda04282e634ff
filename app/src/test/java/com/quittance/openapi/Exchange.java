package com.quittance.openapi;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent and the answer that came.
 *
 * @param path with its query
 * @param sent the request's body, should it be asked for
 */
public record Exchange(
    String method,
    String path,
    Map<String, String> headers,
    Supplier<byte[]> sent,
    int status,
    Map<String, List<String>> answerHeaders,
    byte[] answer) {

  String pathAlone() {
    var query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  @Nullable String query() {
    var query = path.indexOf('?');
    return query < 0 ? null : path.substring(query + 1);
  }

  @Nullable String header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  @Nullable String answerHeader(String name) {
    return answerHeaders.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> header.getValue().getFirst())
        .findFirst()
        .orElse(null);
  }

  boolean isAccepted() {
    return status < 300;
  }

  @Override
  public String toString() {
    return "%s %s -> %d".formatted(method, path, status);
  }
}
