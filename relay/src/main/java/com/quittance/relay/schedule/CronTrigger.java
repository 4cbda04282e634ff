package com.quittance.relay.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The library steps over times that a change of the clock leaves out. So the expression is read on
 * a wall clock that never changes, and what it says is looked up in the zone.
 *
 * @param days what the library cannot say: where one day field begins with a star, both must fit
 * @param everyHour a time that comes twice is due twice
 */
record CronTrigger(String expression, ExecutionTime times, ExecutionTime days, boolean everyHour)
    implements Trigger {

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  /** Of the library's grammar what crontab(5) knows. */
  private static final Pattern FIELD;

  static {
    var range = "(\\*(/\\d+)?|\\w+(-\\w+(/\\d+)?)?)";
    FIELD = Pattern.compile(range + "(," + range + ")*");
  }

  /** Some day; an expression that does not come after it never does. */
  private static final ZonedDateTime ONCE =
      ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /** Days that do not fit, one after the other, before there is thought to be none: ten years. */
  private static final int MOST_DAYS = 3_653;

  static CronTrigger parse(String expression) {
    try {
      var trigger = read(expression, NICKNAMES.getOrDefault(lower(expression), expression));
      if (trigger.nextOnWall(ONCE).isEmpty()) {
        throw new IllegalArgumentException("there is no such day");
      }
      return trigger;
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "cron expression '%s': %s; expected minute hour day month weekday, such as '0 9 * * 1-5'"
              .formatted(expression, wrong.getMessage()),
          wrong);
    }
  }

  private static String lower(String expression) {
    return expression.strip().toLowerCase(Locale.ROOT);
  }

  private static CronTrigger read(String expression, String meant) {
    var fields = meant.strip().split("\\s+");
    if (fields.length != 5 || !Stream.of(fields).allMatch(FIELD.asMatchPredicate())) {
      throw new IllegalArgumentException("it has not five fields of crontab(5)");
    }
    fields[4] = lower(fields[4]).replace("sun-", "0-");
    var times = times(fields);
    var days = times;
    if (isStep(fields[2]) && !fields[4].equals("*")
        || isStep(fields[4]) && !fields[2].equals("*")) {
      days = times("*", "*", "*", "*", fields[4]);
      fields[4] = "*";
      times = times(fields);
    }
    return new CronTrigger(expression, times, days, fields[1].startsWith("*"));
  }

  private static boolean isStep(String field) {
    return field.startsWith("*/");
  }

  private static ExecutionTime times(String... fields) {
    return ExecutionTime.forCron(PARSER.parse(String.join(" ", fields)));
  }

  @Override
  public Optional<Instant> next(Instant after, ZoneId zone) {
    var moved = moved(after, zone);
    var wall = nextOnWall(wall(after, zone).minus(moved));
    Optional<Instant> first = Optional.empty();
    while (wall.isPresent()) {
      var instants = instants(wall.get(), zone);
      if (first.isPresent() && !instants.getFirst().minus(moved).isBefore(first.get())) {
        break;
      }
      first =
          Stream.concat(first.stream(), instants.stream().filter(after::isBefore))
              .min(Instant::compareTo);
      wall = nextOnWall(wall.get());
    }
    return first;
  }

  @Override
  public Optional<Instant> latest(Instant until, ZoneId zone) {
    var moved = moved(until, zone);
    var wall = lastOnWall(wall(until, zone).plus(moved).plusSeconds(1)); // what is due now counts
    Optional<Instant> last = Optional.empty();
    while (wall.isPresent()) {
      var instants = instants(wall.get(), zone);
      if (last.isPresent() && !instants.getLast().plus(moved).isAfter(last.get())) {
        break;
      }
      last =
          Stream.concat(last.stream(), instants.stream().filter(time -> !time.isAfter(until)))
              .max(Instant::compareTo);
      wall = lastOnWall(wall.get());
    }
    return last;
  }

  private Optional<ZonedDateTime> nextOnWall(ZonedDateTime after) {
    return onWall(after, times::nextExecution, day -> day.plusDays(1).minusSeconds(1));
  }

  private Optional<ZonedDateTime> lastOnWall(ZonedDateTime before) {
    return onWall(before, times::lastExecution, UnaryOperator.identity());
  }

  /**
   * @param past from the beginning of a day that does not fit to its end, in the step's direction
   */
  private Optional<ZonedDateTime> onWall(
      ZonedDateTime from,
      Function<ZonedDateTime, Optional<ZonedDateTime>> step,
      UnaryOperator<ZonedDateTime> past) {
    var time = step.apply(from);
    for (int n = 0; n < MOST_DAYS && time.isPresent(); n++) {
      if (days == times || days.isMatch(time.get())) {
        return time;
      }
      time = step.apply(past.apply(time.get().truncatedTo(ChronoUnit.DAYS)));
    }
    return Optional.empty();
  }

  /** When the clock on the wall shows that; what it leaves out, as much later as it jumps. */
  private List<Instant> instants(ZonedDateTime wall, ZoneId zone) {
    var time = wall.toLocalDateTime();
    var first = time.atZone(zone);
    var second = first.withLaterOffsetAtOverlap();
    return everyHour && !second.equals(first)
        ? List.of(first.toInstant(), second.toInstant())
        : List.of(first.toInstant());
  }

  /** By how much the clock is changed within a day or so: so far is what it shows out of order. */
  private static Duration moved(Instant near, ZoneId zone) {
    var change = zone.getRules().nextTransition(near.minus(Duration.ofHours(30)));
    return change == null || change.getInstant().isAfter(near.plus(Duration.ofHours(30)))
        ? Duration.ZERO
        : change.getDuration().abs();
  }

  /** What the zone's clocks show, as if they had never changed nor ever would. */
  private static ZonedDateTime wall(Instant instant, ZoneId zone) {
    return LocalDateTime.ofInstant(instant, zone).atZone(ZoneOffset.UTC);
  }

  @Override
  public String toString() {
    return "cron " + expression;
  }
}
