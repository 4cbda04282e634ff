package com.quittance.relay.schedule;

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
 */
public record ScheduledTask(
    String name,
    Trigger trigger,
    CatchUp catchUp,
    Supplier<? extends Collection<Subject>> subjects,
    Work work) {

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
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("task name '%s' has control characters".formatted(name));
    }
    if (name.isEmpty() || name.length() > 200) {
      throw new IllegalArgumentException(
          "task name has %d characters, expected 1 to 200".formatted(name.length()));
    }
  }
}
