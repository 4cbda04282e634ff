package com.quittance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.quittance.openapi.Operation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request as it will be sent, in parts that can be changed into what no client would send.
 *
 * @param operation that it was derived from
 * @param path as it is written on the wire, as the query's pairs are
 */
record Call(
    Operation operation,
    String method,
    String path,
    List<Pair> query,
    List<Pair> headers,
    byte[] body) {

  static final String JSON = "application/json";

  record Pair(String name, String value) {}

  Call {
    query = List.copyOf(query);
    headers = List.copyOf(headers);
  }

  Call method(String other) {
    return new Call(operation, other, path, query, headers, body);
  }

  Call path(String other) {
    return new Call(operation, method, other, query, headers, body);
  }

  Call query(List<Pair> other) {
    return new Call(operation, method, path, other, headers, body);
  }

  Call body(byte[] other) {
    return new Call(operation, method, path, query, headers, other);
  }

  /** With one more, beside those of the same name. */
  Call add(String name, String value) {
    var all = new ArrayList<>(headers);
    all.add(new Pair(name, value));
    return new Call(operation, method, path, query, all, body);
  }

  Call without(String name) {
    return new Call(
        operation,
        method,
        path,
        query,
        headers.stream().filter(header -> !header.name().equalsIgnoreCase(name)).toList(),
        body);
  }

  Call set(String name, String value) {
    return without(name).add(name, value);
  }

  boolean has(String header) {
    return headers.stream().anyMatch(h -> h.name().equalsIgnoreCase(header));
  }

  boolean isJson() {
    return body.length > 0
        && headers.stream()
            .anyMatch(h -> h.name().equals("Content-Type") && h.value().equals(JSON));
  }

  /** The first of each name. */
  Map<String, String> firstHeaders() {
    var first = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(header -> first.putIfAbsent(header.name(), header.value()));
    return first;
  }

  String target() {
    return query.isEmpty()
        ? path
        : query.stream()
            .map(pair -> pair.name() + "=" + pair.value())
            .collect(Collectors.joining("&", path + "?", ""));
  }

  /** On the wire. */
  byte[] bytes() {
    var head = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, target()));
    if (!has("Host")) {
      head.append("Host: fuzz.example\r\n");
    }
    headers.forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    if (body.length > 0 && !has("Content-Length") && !has("Transfer-Encoding")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
