package com.quittance.relay;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * While it is open, each line that this thread logs carries whose work it is of: the tenant and the
 * correlation, in SLF4J's MDC under {@link #TENANT} and {@link #CORRELATION}. For reading only;
 * nothing finds its tenant here.
 */
public final class LogContext implements AutoCloseable {

  public static final String TENANT = "tenant";
  public static final String CORRELATION = "correlation";

  private final @Nullable String tenantBefore;
  private final @Nullable String correlationBefore;

  private LogContext(UUID tenant, @Nullable UUID correlation) {
    tenantBefore = MDC.get(TENANT);
    correlationBefore = MDC.get(CORRELATION);
    set(TENANT, tenant.toString());
    set(CORRELATION, correlation == null ? null : correlation.toString());
  }

  public static LogContext of(Scope scope) {
    return new LogContext(scope.tenant(), scope.correlation());
  }

  /**
   * @param correlation null when it is not known
   */
  public static LogContext of(UUID tenant, @Nullable UUID correlation) {
    return new LogContext(tenant, correlation);
  }

  @Override
  public void close() {
    set(TENANT, tenantBefore);
    set(CORRELATION, correlationBefore);
  }

  private static void set(String name, @Nullable String value) {
    if (value == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, value);
    }
  }
}
