package com.quittance.tenancy;

/** There is no such tenant. */
public final class UnknownTenant extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnknownTenant(TenantId id) {
    super("no tenant has the id " + id);
  }
}
