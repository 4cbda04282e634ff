package com.quittance.http;

import com.quittance.relay.Scope;
import com.quittance.tenancy.ApiToken;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: a token, and through it a tenant.
 *
 * @param request the id of this request; everything that follows from it carries it
 * @param traceParent the caller's W3C trace context
 * @param address where the request came from
 */
public record Caller(ApiToken token, UUID request, @Nullable String traceParent, String address) {

  public static final String ATTRIBUTE = "quittance.caller";

  /**
   * For what the caller is about to do.
   *
   * @throws Problem when its token may not
   */
  public Scope may(String ability) {
    if (!token.can(ability)) {
      throw Problem.of(
          Problem.Type.ABILITY_MISSING, "The token lacks the ability %s.".formatted(ability));
    }
    return new Scope(
        token.tenant().value(), "token:" + token.id(), request, null, traceParent, address);
  }
}
