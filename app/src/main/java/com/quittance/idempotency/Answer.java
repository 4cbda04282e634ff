package com.quittance.idempotency;

import com.quittance.http.EntityTag;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request, and to its repetitions.
 *
 * @param body to be written as JSON
 * @param tag which state that is; repetitions are not told, since it may be past
 * @param kept whether repetitions are answered the same; otherwise they try again
 */
public record Answer(
    int status, @Nullable URI location, Object body, @Nullable EntityTag tag, boolean kept) {

  public static Answer created(String location, Object body) {
    return new Answer(201, URI.create(location), body, null, true);
  }

  public static Answer accepted(Object body) {
    return new Answer(202, null, body, null, true);
  }

  public static Answer ok(Object body) {
    return new Answer(200, null, body, null, true);
  }

  public Answer with(EntityTag state) {
    return new Answer(status, location, body, state, kept);
  }

  /** For what has changed nothing. */
  public Answer unkept() {
    return new Answer(status, location, body, tag, false);
  }
}
