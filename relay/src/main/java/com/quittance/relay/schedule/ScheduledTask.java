package com.quittance.relay.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What is to be done again and again, for each of some tenants by the clock of its zone.
 *
 * @param name its identity: under another name it is another task, which knows of no earlier runs
 * @param subjects for whom, asked for once a minute or more rarely
 * @param timeout after which a run is interrupted and has failed; a day at most
 */
public record ScheduledTask(
    String name,
    Trigger trigger,
    CatchUp catchUp,
    Supplier<? extends Collection<Subject>> subjects,
    Work work,
    Duration timeout) {

  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** A tenant, and the zone whose clock counts. */
  public record Subject(UUID tenant, ZoneId zone) {
    public Subject {
      Objects.requireNonNull(tenant, "tenant");
      Objects.requireNonNull(zone, "zone");
    }
  }

  /** What is done. May run more than once for one time, unless {@link DueRun#complete} ends it. */
  @FunctionalInterface
  public interface Work {

    /**
     * @return how much there was to do, for those who watch
     * @throws Exception it is tried again, after a minute and then at twice the distance each time,
     *     an hour at most
     */
    int run(DueRun run) throws Exception;
  }

  public ScheduledTask {
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(catchUp, "catchUp");
    Objects.requireNonNull(subjects, "subjects");
    Objects.requireNonNull(work, "work");
    if (!timeout.isPositive() || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "timeout of task '%s' is %s, expected up to a day".formatted(name, timeout));
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("task name '%s' has control characters".formatted(name));
    }
    if (name.isEmpty() || name.length() > 200) {
      throw new IllegalArgumentException(
          "task name has %d characters, expected 1 to 200".formatted(name.length()));
    }
  }

  /** With an hour for each run. */
  public ScheduledTask(
      String name,
      Trigger trigger,
      CatchUp catchUp,
      Supplier<? extends Collection<Subject>> subjects,
      Work work) {
    this(name, trigger, catchUp, subjects, work, AN_HOUR);
  }

  public ScheduledTask withTimeout(Duration other) {
    return new ScheduledTask(name, trigger, catchUp, subjects, work, other);
  }
}
