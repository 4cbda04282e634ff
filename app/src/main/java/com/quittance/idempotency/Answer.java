package com.quittance.idempotency;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request, and to its repetitions.
 *
 * @param body to be written as JSON
 */
public record Answer(int status, @Nullable URI location, Object body) {

  public static Answer created(String location, Object body) {
    return new Answer(201, URI.create(location), body);
  }

  public static Answer accepted(Object body) {
    return new Answer(202, null, body);
  }

  public static Answer ok(Object body) {
    return new Answer(200, null, body);
  }
}
