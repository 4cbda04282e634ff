package com.quittance.tenancy;

/** Whoever asked might do so when they asked, and no more when it was to be done. */
public final class AuthorityEnded extends RuntimeException {

  private static final long serialVersionUID = 1;

  AuthorityEnded() {
    super("the token was revoked, or its holder has left the company or become something else");
  }
}
