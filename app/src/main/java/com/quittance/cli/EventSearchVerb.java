package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.event.StoredEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "event:search", description = "Finds stored events, the newest first.")
final class EventSearchVerb extends Verb {

  @Mixin private EventOptions events;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "1 to 1000; ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "Goes on where another search ended, as that said.")
  private @Nullable UUID after;

  @Mixin private JsonOption json;

  private EventFilter filter = EventFilter.ALL;

  record EventLine(
      UUID id,
      UUID tenant,
      String type,
      int version,
      Instant occurredAt,
      List<String> tags,
      String actor,
      UUID correlation,
      @Nullable UUID causation,
      JsonNode payload) {

    static EventLine of(StoredEvent event) {
      return new EventLine(
          event.id(),
          event.tenant(),
          event.type(),
          event.version(),
          event.occurredAt(),
          event.tags(),
          event.actor(),
          event.correlation(),
          event.causation(),
          JsonMapper.shared().readTree(event.payload()));
    }
  }

  record Found(List<EventLine> events, @Nullable UUID next) {}

  @Override
  void check() {
    filter = events.filter(this);
    if (limit < 1 || limit > 1000) {
      throw misused("--limit is %d: expected 1 to 1000.".formatted(limit));
    }
  }

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    var page = house.relay().events().search(new EventSearch(filter, after, limit));
    if (json.isSet()) {
      Json.print(out, new Found(page.events().stream().map(EventLine::of).toList(), page.next()));
      return ExitCode.DONE;
    }
    var table = new Table("ID", "EVENT", "AT", "TENANT", "TAGS");
    for (var event : page.events()) {
      table.row(
          event.id(),
          event.type(),
          event.occurredAt(),
          event.tenant(),
          String.join(", ", event.tags()));
    }
    table.print(out, page.next() == null ? "No such events." : "None so far.");
    if (page.next() != null) {
      out.printf("More with --after %s%n", page.next());
    }
    return ExitCode.DONE;
  }
}
