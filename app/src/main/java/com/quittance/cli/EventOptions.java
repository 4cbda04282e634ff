package com.quittance.cli;

import com.quittance.relay.event.EventFilter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events a verb is about. */
final class EventOptions {

  @Option(names = "--type", paramLabel = "EVENT", description = "As event:list names it.")
  private @Nullable String type;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Such as invoice:ID; several times: all of them.")
  private List<String> tags = List.of();

  @Option(names = "--tenant", paramLabel = "ID", description = "Of one company only.")
  private @Nullable UUID tenant;

  @Option(
      names = "--correlation",
      paramLabel = "ID",
      description = "What follows from one request.")
  private @Nullable UUID correlation;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Stored then or later, such as 2026-11-23T08:00:00Z.")
  private @Nullable Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "Stored before.")
  private @Nullable Instant to;

  /** Says what is wrong with the options taken together. */
  EventFilter filter(Verb verb) {
    if (from != null && to != null && !from.isBefore(to)) {
      throw verb.misused("--from is %s: expected a time before --to.".formatted(from));
    }
    return EventFilter.ALL
        .ofType(type)
        .tagged(tags.toArray(String[]::new))
        .ofTenant(tenant)
        .correlatedBy(correlation)
        .between(from, to);
  }
}
