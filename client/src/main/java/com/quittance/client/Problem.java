package com.quittance.client;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something was refused, after RFC 9457; docs/errors.md tells what each means.
 *
 * @param type stable, to decide by: {@code /problems/validation}, or {@code about:blank} when
 *     something between here and the server answered
 * @param title for people; may change
 * @param status 400 to 599
 * @param detail for people; may change
 * @param instance the request's id, to be found in the server's log
 * @param errors each wrong member, with {@code validation} only
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @Nullable List<Wrong> errors)
    implements Serializable {

  /** Fills in what a problem of others may leave out. */
  public Problem {
    type = Objects.requireNonNullElse(type, "about:blank");
    title = Objects.requireNonNullElse(title, "");
    detail = Objects.requireNonNullElse(detail, "");
  }

  /**
   * A wrong member.
   *
   * @param pointer where in the body that was sent, after RFC 6901
   * @param detail what was expected
   */
  public record Wrong(String pointer, String detail) implements Serializable {}

  /** Whether it is of this type, such as {@code "not-found"}. */
  public boolean is(String name) {
    return type.equals("/problems/" + name);
  }
}
