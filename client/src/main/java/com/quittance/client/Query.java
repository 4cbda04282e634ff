package com.quittance.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters behind a path. */
record Query(Map<String, String> parameters) {

  static final Query NONE = new Query(Map.of());

  /** The same with this parameter; without it when there is no value. */
  Query with(String name, @Nullable Object value) {
    var more = new TreeMap<>(parameters);
    if (value == null) {
      more.remove(name);
    } else {
      more.put(name, value.toString());
    }
    return new Query(more);
  }

  /** What is put behind a path. */
  @Override
  public String toString() {
    return parameters.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
        .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
  }
}
