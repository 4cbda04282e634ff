package com.quittance.idempotency;

import com.quittance.http.EntityTag;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request, and to its repetitions.
 *
 * @param body to be written as JSON
 * @param tag which state that is; repetitions are not told, since it may be past
 */
public record Answer(int status, @Nullable URI location, Object body, @Nullable EntityTag tag) {

  public static Answer created(String location, Object body) {
    return new Answer(201, URI.create(location), body, null);
  }

  public static Answer accepted(Object body) {
    return new Answer(202, null, body, null);
  }

  public static Answer ok(Object body) {
    return new Answer(200, null, body, null);
  }

  public Answer with(EntityTag state) {
    return new Answer(status, location, body, state);
  }
}
