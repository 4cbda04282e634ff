package com.quittance.http;

import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which state of a thing somebody has seen, after RFC 9110, section 8.8.3.
 *
 * @param version counts its changes, from 1
 */
public record EntityTag(int version) {

  /** As in the header {@code ETag}. */
  public String text() {
    return "\"" + version + "\"";
  }

  /**
   * Before a change: whoever says in {@code If-Match} what they have seen has seen the present
   * state.
   *
   * @throws Problem when it has changed since
   */
  public void mustBeKnownTo(HttpServletRequest request) {
    var seen = request.getHeader("If-Match");
    if (seen != null && !isIn(seen)) {
      throw Problem.of(
          Type.PRECONDITION_FAILED,
          "It is at %s, and If-Match says %s: read it again.".formatted(text(), shortened(seen)));
    }
  }

  /** Whether the caller has the present state already, by {@code If-None-Match}. */
  public boolean isKnownTo(HttpServletRequest request) {
    var seen = request.getHeader("If-None-Match");
    return seen != null && isIn(seen);
  }

  private boolean isIn(@Nullable String header) {
    return header != null
        && Arrays.stream(header.split(","))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals("*") || tag.equals(text()));
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
