package com.quittance.people;

import com.quittance.http.Personal;
import com.quittance.relay.Scope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is signed in, for what concerns nobody but themselves.
 *
 * @param secret what their browser holds
 * @param address where the request came from
 */
record Visitor(
    Session session, Secret secret, UUID request, @Nullable String traceParent, String address) {

  static final String ATTRIBUTE = Personal.ATTRIBUTE;

  Scope scope() {
    return new Scope(
        Register.NO_COMPANY,
        "person:" + session.person().id(),
        request,
        null,
        traceParent,
        address);
  }
}
