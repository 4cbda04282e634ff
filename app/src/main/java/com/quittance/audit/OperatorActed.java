package com.quittance.audit;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An operator used a verb that may change something. Announced before the verb begins, so that
 * nothing is changed without it, and again when it has ended; one that only began was interrupted.
 *
 * @param tenant whom it concerns; {@link AuditLog#OPERATORS} for none, or all
 * @param arguments as they were typed, secrets left out
 */
public record OperatorActed(UUID tenant, String verb, Map<String, String> arguments, Stage stage) {

  /** How far it came. */
  public enum Stage {
    BEGAN,
    DONE,
    REFUSED,
    FAILED
  }

  public OperatorActed {
    arguments = Map.copyOf(arguments);
  }

  public List<String> tags() {
    return List.of("operator:acted", "verb:" + verb, "tenant:" + tenant);
  }
}
