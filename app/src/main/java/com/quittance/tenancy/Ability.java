package com.quittance.tenancy;

import java.util.List;

/** What a token can be allowed. */
public final class Ability {

  public static final String EVERYTHING = "*";
  public static final String CLIENTS_READ = "clients:read";
  public static final String CLIENTS_WRITE = "clients:write";
  public static final String INVOICES_READ = "invoices:read";
  public static final String INVOICES_WRITE = "invoices:write";
  public static final String PAYMENTS_READ = "payments:read";
  public static final String PAYMENTS_WRITE = "payments:write";
  public static final String TENANT_READ = "tenant:read";
  public static final String TENANT_WRITE = "tenant:write";
  public static final String AUDIT_READ = "audit:read";

  public static final List<String> ALL =
      List.of(
          EVERYTHING,
          CLIENTS_READ,
          CLIENTS_WRITE,
          INVOICES_READ,
          INVOICES_WRITE,
          PAYMENTS_READ,
          PAYMENTS_WRITE,
          TENANT_READ,
          TENANT_WRITE,
          AUDIT_READ);

  private Ability() {}
}
