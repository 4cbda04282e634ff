package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.postgres.Database;
import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import com.quittance.relay.monitor.NodeState;
import com.quittance.relay.queue.FailedJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, killed for real: nothing is lost, nothing stuck, effects happen once. */
class CrashTest {

  private static final int EVENTS = 2000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestBed bed = new TestBed();
  private final List<Process> nodes = new ArrayList<>();
  @TempDir private Path logs;

  @AfterEach
  void close() throws Exception {
    for (var node : nodes) {
      node.destroyForcibly().waitFor();
    }
    bed.close();
  }

  /** A worker process; killed by its parent, or by its own job. */
  static final class Node {

    private Node() {}

    public static void main(String[] arguments) throws Exception {
      var bed = new TestBed(new Database(arguments[0], arguments[1], arguments[2]));
      var crashLimit = Integer.parseInt(arguments[3]);
      var relay = bed.live(map(), TestBed.quick().withCrashLimit(crashLimit));
      relay.start();
      while (System.in.read() != -1) {
        // until the parent is gone
      }
      Runtime.getRuntime().halt(1);
    }
  }

  /** Ordered: an effect in the job's own transaction. Shipped: batched; some are poison. */
  static EventMap<Fact> map() {
    return Fact.map()
        .on(
            "ordered",
            1,
            Ordered.class,
            new Told<Ordered>(
                "Effect",
                (event, attempt) -> {
                  LockSupport.parkNanos(2_000_000); // long enough to be hit
                  attempt.complete(tx -> DeliveryTest.effect(tx, event.name(), attempt));
                }),
            new Told<Ordered>("Batched"))
        .on(
            "shipped",
            1,
            Shipped.class,
            new Told<Shipped>(
                "Poison",
                (event, attempt) -> {
                  if (event.boxes() == 0) {
                    Runtime.getRuntime().halt(137);
                  }
                  attempt.complete(tx -> DeliveryTest.effect(tx, event.name(), attempt));
                }));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {20261123})
  void twoThousandEventsSurviveKillMinusNineAtRandom(long seed) throws Exception {
    System.out.println("CrashTest seed " + seed);
    var random = new Random(seed);
    var relay = bed.live(map(), RelaySettings.defaults());
    announce(relay);
    var kills = random.ints(5, 50, EVENTS - 50).sorted().toArray();
    for (var kill : kills) {
      var node = start(100); // whoever is hit by each of our kills is no poison
      Eventually.within(PATIENCE, "effect " + kill, () -> bed.count("effect") >= kill);
      node.destroyForcibly().waitFor();
    }

    start(100);
    Eventually.within(PATIENCE, "nothing is stuck", () -> bed.count("relay.delivery") == 0);

    assertThat(bed.count("effect")).isEqualTo(EVENTS);
    assertThat(bed.number("select count(distinct name) from effect")).isEqualTo(EVENTS);
    assertThat(bed.count("relay.failed_job")).isZero();
    assertThat(bed.count("relay.attempt where outcome = 'completed' and listener = 'Effect'"))
        .isEqualTo(EVENTS);
    assertThat(bed.count("relay.attempt where outcome = 'completed' and listener = 'Batched'"))
        .isEqualTo(EVENTS);
    assertThat(bed.count("relay.attempt where outcome = 'crashed'")).isPositive();
  }

  @Test
  void aPoisonousJobIsQuarantinedAndTakesNoInnocentWithIt() throws Exception {
    var relay = bed.live(map(), RelaySettings.defaults());
    for (int i = 0; i < 20; i++) {
      bed.announce(relay, new Shipped("good" + i, 1));
    }
    bed.announce(relay, new Shipped("poison", 0));
    for (int i = 20; i < 40; i++) {
      bed.announce(relay, new Shipped("good" + i, 1));
    }

    for (int crash = 1; crash <= 3; crash++) {
      assertThat(start(3).waitFor()).isEqualTo(137);
    }
    start(3);
    Eventually.within(PATIENCE, "all settled", () -> bed.count("relay.delivery") == 0);

    assertThat(bed.count("effect")).isEqualTo(40);
    assertThat(relay.failedJobs().list(10))
        .singleElement()
        .returns("crashed", FailedJob::reason)
        .returns(3, FailedJob::crashes);
  }

  @Test
  void aNodeThatWasStoppedForLongFindsItsWorkDoneByOthers() throws Exception {
    var relay = bed.live(map(), RelaySettings.defaults());
    announce(relay);
    var frozen = start(100);
    Eventually.within(PATIENCE, "it works", () -> bed.count("effect") > 100);
    signal("STOP", frozen);
    var other = start(100);
    Eventually.within(PATIENCE, "the other did all", () -> bed.count("relay.delivery") == 0);
    signal("CONT", frozen);
    Eventually.within(
        PATIENCE,
        "it is back as another",
        () -> relay.monitor().nodes().stream().filter(NodeState::alive).count() == 2);

    assertThat(other.isAlive()).isTrue();
    assertThat(bed.count("effect")).isEqualTo(EVENTS);
    assertThat(bed.number("select count(distinct name) from effect")).isEqualTo(EVENTS);
    assertThat(bed.count("relay.delivery")).isZero();
  }

  private void announce(Relay relay) {
    var events = new ArrayList<Ordered>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(new Ordered("n" + i));
    }
    relay.transactions().run(bed.scope(), tx -> tx.announce(events));
  }

  private Process start(int crashLimit) throws IOException {
    var node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Node.class.getName(),
                bed.database.url(),
                bed.database.user(),
                bed.database.password(),
                Integer.toString(crashLimit))
            .redirectErrorStream(true)
            .redirectOutput(logs.resolve("node-" + nodes.size() + ".log").toFile())
            .start();
    nodes.add(node);
    return node;
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }
}
