package com.quittance.cli;

import com.quittance.House;
import com.quittance.audit.Anchors;
import com.quittance.audit.AuditHead;
import com.quittance.audit.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit:verify",
    description = {
      "Looks whether the audit log is what was written, and tells of every stored event.",
      "Ends with 1 when something was altered, taken out or put in."
    })
final class AuditVerify extends Verb {

  @Mixin private AuditOptions chains;

  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      description = "Heads as audit:head printed them, or as the log has them.")
  private @Nullable Path anchor;

  @Mixin private JsonOption json;

  private List<AuditHead> published = List.of();

  @Override
  boolean changes() {
    return false;
  }

  @Override
  void check() {
    if (anchor == null) {
      return;
    }
    try {
      published = Anchors.read(anchor);
    } catch (IOException unreadable) {
      throw misused("--anchor is %s: expected a file that can be read.".formatted(anchor));
    } catch (IllegalArgumentException wrong) {
      throw misused("--anchor is %s: %s.".formatted(anchor, wrong.getMessage()));
    }
  }

  @Override
  int run(House house, PrintWriter out) {
    var looked = new LinkedHashSet<UUID>(chains.of(house));
    if (chains.isAll()) {
      published.forEach(head -> looked.add(head.tenant())); // also of one that is gone
    }
    var results = looked.stream().map(c -> house.auditChains().verify(c, published)).toList();
    if (json.isSet()) {
      Json.print(out, results);
    } else {
      print(out, results);
    }
    return results.stream().allMatch(Verification.Result::isSound)
        ? ExitCode.DONE
        : ExitCode.REFUSED;
  }

  private static void print(PrintWriter out, List<Verification.Result> results) {
    var table = new Table("CHAIN", "ENTRIES", "HEAD", "SOUND");
    for (var result : results) {
      var head = result.head();
      table.row(
          AuditOptions.name(result.chain()),
          result.entries(),
          head == null ? "" : head.hash(),
          result.isSound() ? "yes" : "NO");
    }
    table.print(out, "There is no chain.");
    for (var result : results) {
      for (var finding : result.findings()) {
        var where = finding.seq() == null ? "" : ", entry %d".formatted(finding.seq());
        out.printf("%s%s: %s.%n", AuditOptions.name(result.chain()), where, finding.what());
      }
    }
  }
}
