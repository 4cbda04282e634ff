package com.quittance.cli;

import com.quittance.demo.Outcome;
import com.quittance.demo.Outcome.Moment;
import com.quittance.demo.Outcome.Scenario;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the demo did, for people to read. */
final class Timeline {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Timeline() {}

  static void print(PrintWriter out, Outcome outcome) {
    for (var scenario : outcome.scenarios()) {
      out.println();
      out.println(scenario.name());
      moments(out, scenario);
      for (var check : scenario.checks()) {
        out.printf("  %s %s%n", check.ok() ? "✓" : "✗", check.what());
      }
    }
    out.println();
    out.printf(
        "%d invoices, mail in %s. %s%n",
        outcome.invoices(),
        outcome.mail(),
        outcome.ok() ? "Everything went as expected." : "Something did not go as expected.");
  }

  private static void moments(PrintWriter out, Scenario scenario) {
    var table =
        new Table("WHEN (UTC)", "WHAT", "LISTENER", "ATTEMPT", "OUTCOME", "TOOK").indented(2);
    for (var moment : scenario.timeline()) {
      if (moment.listener().isEmpty()) {
        table.row(TIME.format(moment.at()), moment.event(), "", "", "", "");
      } else {
        attempt(table, moment);
      }
    }
    table.print(out, "Nothing happened.");
  }

  private static void attempt(Table table, Moment moment) {
    table.row(
        TIME.format(moment.at()),
        "",
        "⇂ " + moment.listener(),
        moment.attempt(),
        moment.outcome(),
        moment.tookMs() + " ms");
  }
}
