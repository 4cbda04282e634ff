package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.event.Replay;
import com.quittance.relay.event.ReplayPlan;
import com.quittance.relay.event.ReplayProgress;
import com.quittance.relay.event.Replays;
import com.quittance.relay.event.StoredEvent;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "event:replay",
    description = {
      "Delivers stored events again: one by its id, or all that the options mean.",
      "Jobs that are not done yet or have failed are left alone. Listeners can tell a replay."
    })
final class EventReplay extends Verb {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "Of one event, as event:search names it.")
  private @Nullable UUID event;

  @Mixin private EventOptions events;

  @Option(names = "--all", description = "Every event of every company.")
  private boolean all;

  @Option(
      names = "--listener",
      split = ",",
      paramLabel = "NAME",
      description = "To these only; all that hear the event unless given.")
  private List<String> listeners = List.of();

  @Option(names = "--dry-run", description = "Tells what would run, and changes nothing.")
  private boolean dry;

  @Option(
      names = "--resume",
      paramLabel = "ID",
      description = "Goes on with a replay that was interrupted; nothing runs twice.")
  private @Nullable UUID resumed;

  @Mixin private JsonOption json;

  private @Nullable Replay replay;

  @Override
  void check() {
    var filter = events.filter(this);
    var ways = Stream.of(event != null, !filter.isEmpty(), all, resumed != null);
    if (ways.filter(given -> given).count() != 1) {
      throw misused(
          "Say which events in one way: an ID, options such as --type, --all, or --resume.");
    }
    if (resumed != null) {
      if (dry || !listeners.isEmpty()) {
        throw misused("--resume goes on as it was asked: without --dry-run and --listener.");
      }
      return;
    }
    replay = new Replay(event == null ? filter : EventFilter.one(event), listeners);
  }

  @Override
  boolean changes() {
    return !dry;
  }

  @Override
  @Nullable UUID concerns(House house) {
    if (replay == null) {
      return null;
    }
    var meant = replay.events();
    return meant.id() == null
        ? meant.tenant()
        : house.relay().events().search(new EventSearch(meant, null, 1)).events().stream()
            .map(StoredEvent::tenant)
            .findFirst()
            .orElse(null);
  }

  @Override
  int run(House house, PrintWriter out) {
    var replays = house.relay().replays();
    try {
      if (dry && replay != null) {
        print(out, replays.plan(replay));
        return ExitCode.DONE;
      }
      var done = work(replays);
      print(out, done);
      return done.finished() ? ExitCode.DONE : ExitCode.REFUSED;
    } catch (IllegalArgumentException wrong) {
      return refuse(sentence(String.valueOf(wrong.getMessage())));
    }
  }

  private ReplayProgress work(Replays replays) {
    return replay == null
        ? replays.resume(java.util.Objects.requireNonNull(resumed), this::tell)
        : replays.run(replay, "operator", this::tell);
  }

  private void tell(ReplayProgress progress) {
    if (!progress.finished()) {
      tell(
          "%d jobs made, up to %s. If this is interrupted: event:replay --resume %s"
              .formatted(progress.deliveries(), progress.reached(), progress.id()));
    }
  }

  private void print(PrintWriter out, ReplayPlan plan) {
    if (json.isSet()) {
      Json.print(out, plan);
      return;
    }
    var table = new Table("LISTENER", "WOULD RUN");
    plan.deliveries().forEach(table::row);
    table.print(out, "Nothing would run.");
    out.printf("%d events, %d jobs; nothing is changed.%n", plan.events(), plan.total());
    leftAlone(out, plan.pending(), plan.failed(), plan.unreadable());
  }

  private void print(PrintWriter out, ReplayProgress done) {
    if (json.isSet()) {
      Json.print(out, done);
      return;
    }
    out.printf("%d events, %d jobs; they run as replays.%n", done.events(), done.deliveries());
    leftAlone(out, done.pending(), done.failed(), done.unreadable());
  }

  private static void leftAlone(PrintWriter out, long pending, long failed, long unreadable) {
    if (pending > 0) {
      out.printf("%d left alone: they are not done yet and run anyway.%n", pending);
    }
    if (failed > 0) {
      out.printf("%d left alone: they have failed, see queue:failed and queue:retry.%n", failed);
    }
    if (unreadable > 0) {
      out.printf("%d events left alone: this program cannot read them.%n", unreadable);
    }
  }

  private static String sentence(String message) {
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }
}
