package com.quittance.cli;

import com.quittance.House;
import com.quittance.audit.AuditLog;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which chains of the audit log a verb is about. */
final class AuditOptions {

  /** One of them, or none. */
  static final class One {
    @Option(names = "--tenant", paramLabel = "ID", description = "Of one company only.")
    private @Nullable UUID tenant;

    @Option(names = "--operators", description = "What operators did that concerns no company.")
    private boolean operators;
  }

  @ArgGroup private @Nullable One one;

  boolean isAll() {
    return one == null;
  }

  List<UUID> of(House house) {
    if (one == null) {
      return house.auditChains().all();
    }
    return List.of(one.tenant == null ? AuditLog.OPERATORS : one.tenant);
  }

  static String name(UUID chain) {
    return chain.equals(AuditLog.OPERATORS) ? "operators" : chain.toString();
  }
}
