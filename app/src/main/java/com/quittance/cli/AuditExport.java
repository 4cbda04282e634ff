package com.quittance.cli;

import com.quittance.House;
import com.quittance.audit.AuditChains;
import com.quittance.audit.AuditEntry;
import com.quittance.csv.CsvTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit:export",
    description = "Prints the audit log, the oldest entry of each chain first.")
final class AuditExport extends Verb {

  /** How it is written. */
  enum Format {
    JSONL,
    CSV
  }

  @Mixin private AuditOptions chains;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      description = "jsonl, a JSON document a line, or csv; ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    var read = chains.of(house);
    switch (format) {
      case JSONL ->
          read.forEach(chain -> house.auditChains().read(chain, entry -> Json.print(out, entry)));
      case CSV -> csv(house.auditChains(), read, out);
    }
    return ExitCode.DONE;
  }

  private static void csv(AuditChains log, List<UUID> chains, PrintWriter out) {
    var table =
        new CsvTable(
            out, "tenant", "seq", "at", "actor", "request", "origin", "action", "version", "event",
            "details", "hash");
    chains.forEach(chain -> log.read(chain, entry -> table.row(cells(entry))));
  }

  private static Object[] cells(AuditEntry entry) {
    return new Object[] {
      entry.tenant(),
      entry.seq(),
      entry.at(),
      entry.actor(),
      entry.request(),
      entry.origin(),
      entry.action(),
      entry.version(),
      entry.event(),
      entry.details(),
      entry.hash()
    };
  }
}
