package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.monitor.DeliverySearch;
import com.quittance.relay.monitor.DeliverySearch.Cursor;
import com.quittance.relay.monitor.DeliveryState;
import com.quittance.relay.monitor.FoundDelivery;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "queue:search",
    description = "Finds jobs in every state, those of the newest events first.")
final class QueueSearch extends Verb {

  @Mixin private EventOptions events;

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "Any of: ${COMPLETION-CANDIDATES}; all unless given.")
  private Set<DeliveryState> states = Set.of();

  @Option(names = "--listener", paramLabel = "NAME", description = "As event:list names it.")
  private @Nullable String listener;

  @Option(names = "--queue", paramLabel = "NAME", description = "Of this queue only.")
  private @Nullable String queue;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "1 to 1000; ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Goes on where another search ended, as that said.")
  private @Nullable String after;

  @Mixin private JsonOption json;

  private EventFilter filter = EventFilter.ALL;
  private @Nullable Cursor cursor;

  record Found(List<FoundDelivery> jobs, @Nullable String next) {}

  @Override
  void check() {
    filter = events.filter(this);
    if (limit < 1 || limit > 1000) {
      throw misused("--limit is %d: expected 1 to 1000.".formatted(limit));
    }
    try {
      cursor = after == null ? null : Cursor.parse(after);
    } catch (IllegalArgumentException wrong) {
      throw misused("--after is \"%s\": expected what another search said.".formatted(after));
    }
  }

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    var search = new DeliverySearch(filter, listener, queue, states, cursor, limit);
    var page = house.relay().monitor().deliveries(search);
    var next = page.next() == null ? null : page.next().toString();
    if (json.isSet()) {
      Json.print(out, new Found(page.deliveries(), next));
      return ExitCode.DONE;
    }
    var table = new Table("ID", "STATE", "LISTENER", "QUEUE", "AT", "EVENT", "");
    for (var job : page.deliveries()) {
      table.row(
          job.id(),
          job.state().name().toLowerCase(java.util.Locale.ROOT),
          job.listener(),
          job.queue(),
          job.at() == null ? "" : job.at(),
          job.eventType() + " " + job.event(),
          job.replay() ? "replay" : "");
    }
    table.print(out, next == null ? "No such jobs." : "None so far.");
    if (next != null) {
      out.printf("More with --after %s%n", next);
    }
    return ExitCode.DONE;
  }
}
