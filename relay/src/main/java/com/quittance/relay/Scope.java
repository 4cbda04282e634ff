package com.quittance.relay;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * For which tenant something happens, who does it, and because of what. Passed along explicitly:
 * nothing is bound to a thread.
 *
 * @param tenant the tenant whose rows the transaction may see
 * @param actor who acts, such as {@code token:0197…} or {@code listener:SendInvoiceNotification}
 * @param correlation ties together everything that follows from one request
 * @param causation the event that led to this, if any
 * @param traceParent the W3C trace context of the request, if any
 * @param origin where the request came from, such as an address; not stored with events, for a
 *     {@link Witness}
 */
public record Scope(
    UUID tenant,
    String actor,
    UUID correlation,
    @Nullable UUID causation,
    @Nullable String traceParent,
    @Nullable String origin) {

  public Scope(
      UUID tenant,
      String actor,
      UUID correlation,
      @Nullable UUID causation,
      @Nullable String traceParent) {
    this(tenant, actor, correlation, causation, traceParent, null);
  }

  /** The start of a new chain of events, caused by nothing recorded. */
  public static Scope of(UUID tenant, String actor, UUID correlation) {
    return new Scope(tenant, actor, correlation, null, null);
  }

  public Scope from(@Nullable String where) {
    return new Scope(tenant, actor, correlation, causation, traceParent, where);
  }
}
