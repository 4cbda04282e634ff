package com.quittance.relay.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The library steps over times that a change of the clock leaves out. So the expression is read
 * twice: along real time, and on a wall clock that never changes, whose times are then looked up in
 * the zone. What either says is due.
 */
record CronTrigger(String expression, ExecutionTime times) implements Trigger {

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** Some day; an expression that does not come after it never does. */
  private static final ZonedDateTime ONCE =
      ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  static CronTrigger parse(String expression) {
    try {
      var times = ExecutionTime.forCron(PARSER.parse(expression));
      if (times.nextExecution(ONCE).isEmpty()) {
        throw new IllegalArgumentException("there is no such day");
      }
      return new CronTrigger(expression, times);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "cron expression '%s': %s; expected minute hour day month weekday, such as '0 9 * * 1-5'"
              .formatted(expression, wrong.getMessage()),
          wrong);
    }
  }

  @Override
  public Optional<Instant> next(Instant after, ZoneId zone) {
    var real = times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
    var wall = wall(after, zone);
    var first = times.nextExecution(wall);
    var moved = first.map(time -> inZone(time, zone));
    while (moved.isPresent() && !moved.get().isAfter(after)) {
      first = first.flatMap(times::nextExecution);
      moved = first.map(time -> inZone(time, zone));
    }
    return Stream.concat(real.stream(), moved.stream()).min(Instant::compareTo);
  }

  @Override
  public Optional<Instant> latest(Instant until, ZoneId zone) {
    var wall = wall(until, zone).plusSeconds(1); // what is due now counts
    var before = times.lastExecution(wall).map(time -> inZone(time, zone));
    while (before.isPresent() && before.get().isAfter(until)) {
      wall = times.lastExecution(wall).orElseThrow();
      before = times.lastExecution(wall).map(time -> inZone(time, zone));
    }
    var latest = before;
    while (latest.isPresent()) {
      var next = next(latest.get(), zone);
      if (next.isEmpty() || next.get().isAfter(until)) {
        break;
      }
      latest = next;
    }
    return latest;
  }

  /** What the zone's clocks show, as if they had never changed nor ever would. */
  private static ZonedDateTime wall(Instant instant, ZoneId zone) {
    return instant.atZone(zone).toLocalDateTime().atZone(ZoneOffset.UTC);
  }

  private static Instant inZone(ZonedDateTime wall, ZoneId zone) {
    return wall.toLocalDateTime().atZone(zone).toInstant();
  }

  @Override
  public String toString() {
    return "cron " + expression;
  }
}
