package com.quittance.idempotency;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.servlet.HandlerMapping;

/**
 * What marks the repetitions of a request, after draft-ietf-httpapi-idempotency-key-header and
 * Stripe's practice.
 *
 * @param route the method and the pattern of the path: a key means nothing on another route
 * @param fingerprint SHA-256 of path, query and body: a key is for one request only
 */
record IdempotencyKey(String route, String key, byte[] fingerprint) {

  static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.:-]{1,255}");

  /**
   * @throws Problem when there is one that is none
   */
  static Optional<IdempotencyKey> of(HttpServletRequest request, byte[] body) {
    var header = request.getHeader(HEADER);
    if (header == null) {
      return Optional.empty();
    }
    var key = unquoted(header);
    if (!KEY.matcher(key).matches()) {
      throw Problem.of(
          Type.INVALID_REQUEST, "Idempotency-Key: expected 1 to 255 letters, digits, _ . : or -.");
    }
    var route =
        request.getMethod()
            + " "
            + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return Optional.of(new IdempotencyKey(route, key, fingerprint(request, body)));
  }

  /** The draft writes a string in quotes; everybody else does without. */
  private static String unquoted(String header) {
    return header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"")
        ? header.substring(1, header.length() - 1)
        : header;
  }

  private static byte[] fingerprint(HttpServletRequest request, byte[] body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (request.getRequestURI() + "\n" + request.getQueryString() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
