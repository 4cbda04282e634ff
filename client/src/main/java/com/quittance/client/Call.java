package com.quittance.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request, and whether it may be sent again. */
record Call(String method, String path, Map<String, String> headers, byte @Nullable [] body) {

  /** What the server keeps no answer of, since it tells a secret or is answered by its effect. */
  private static final Pattern UNKEPT =
      Pattern.compile(
          "/api/v1/(tokens|session|password-reset(/confirm)?|second-factor(/[^/]+)?"
              + "|webhook-endpoints(/[^/]+/rotate-secret)?)");

  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  Call with(String header, @Nullable String value) {
    if (value == null) {
      return this;
    }
    var more = new TreeMap<>(headers);
    more.put(header, value);
    return new Call(method, path, more, body);
  }

  static boolean isKept(String path) {
    return !UNKEPT.matcher(path).matches();
  }

  /** Whether a second one does no harm when the first had its effect and the answer was lost. */
  private boolean isRepeatable() {
    return method.equals("GET") || method.equals("POST") && isKept(path);
  }

  boolean mayFollow(Problem problem) {
    return problem.status() == 429
        || problem.is("idempotency-key-in-use")
        || isRepeatable() && PASSING.contains(problem.status()) && !problem.is("not-configured");
  }

  boolean mayFollow(IOException failure) {
    return isRepeatable()
        || failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException;
  }

  /** Without headers, which hold the token. */
  @Override
  public String toString() {
    var key = headers.get("Idempotency-Key");
    return method + " " + path + (key == null ? "" : " (Idempotency-Key: " + key + ")");
  }
}
