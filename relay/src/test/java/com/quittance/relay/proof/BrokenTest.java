package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Attempt;
import com.quittance.relay.EventMap;
import com.quittance.relay.Eventually;
import com.quittance.relay.Listener;
import com.quittance.relay.Relay;
import com.quittance.relay.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand that cannot be read and a thousand that always fail, among those that can be done. */
class BrokenTest {

  private static final int EACH = 1000;

  private final Ground ground = Ground.shared();
  private final Pools pools = new Pools(ground.database(), "worker", 8);
  private final Relay relay =
      Relay.builder(
              EventMap.of(Parcel.class, parcel -> List.of("parcel:" + parcel.name()))
                  .on("plain", 1, Parcel.Plain.class, new Reads())
                  .on("damaged", 1, Parcel.Damaged.class, new Throws()))
          .application(pools.application())
          .engine(pools.engine())
          .settings(Terms.of(ground.database()).settings())
          .build();

  private record Reads() implements Listener<Parcel> {
    @Override
    public void handle(Parcel parcel, Attempt attempt) {}

    @Override
    public Retry retry() {
      return Retry.tries(3, Duration.ofHours(1));
    }
  }

  private record Throws() implements Listener<Parcel> {
    @Override
    public void handle(Parcel parcel, Attempt attempt) {
      throw new IllegalStateException("damaged");
    }

    @Override
    public Retry retry() {
      return Retry.tries(3, Duration.ofHours(1));
    }
  }

  @AfterEach
  void close() {
    relay.close();
    pools.close();
    ground.close();
  }

  @Test
  void aThousandBrokenOnesDoNotSlowTheRest() {
    relay.start();
    relay.pauses().pause("default");
    announceInTurns();
    breakEveryFourthInItsOwnWay();
    relay.pauses().resume("default");
    Eventually.within(
        Duration.ofMinutes(2), "all are tried", () -> ground.count("relay.attempt") == 3 * EACH);

    assertThat(
            ground.list(
                "select reason || ' ' || count(*) from relay.failed_job group by reason order by 1"))
        .containsExactly(
            "unknown_listener 250",
            "unknown_type 250",
            "unknown_version 250",
            "unreadable_payload 250");
    assertThat(ground.count("relay.attempt where outcome = 'completed'")).isEqualTo(EACH);
    assertThat(ground.count("relay.delivery where held = 'delay' and attempt = 1")).isEqualTo(EACH);
    assertThat(ground.number("select max(lease_no) from relay.attempt")).as("claims each").isOne();
    assertThat(ground.waiting()).isEqualTo(EACH);
    var middle = medianPlaceOfTheGood();
    assertThat(middle).as("they take turns, so 1 500 is fair").isLessThan(2 * EACH);
    Size.print(
        "broken",
        "1000 unreadable or unknown in the failed store, 1000 failed and out of the way,"
            + " 1000 completed, one claim each; the median good one finished as number %d of 3000",
        middle);
  }

  /** One that will be broken, one that throws, one good. */
  private void announceInTurns() {
    var parcels = new ArrayList<Parcel>();
    for (int i = 0; i < EACH; i++) {
      parcels.add(new Parcel.Plain("broken" + i));
      parcels.add(new Parcel.Damaged("damaged" + i, true));
      parcels.add(new Parcel.Plain("good" + i));
    }
    ground.announce(parcels);
    ground.execute("delete from relay.delivery where listener = 'Batched'");
    ground.execute("update relay.delivery set listener = 'Reads' where listener = 'Exact'");
    ground.execute("update relay.delivery set listener = 'Throws' where listener = 'Doomed'");
  }

  private void breakEveryFourthInItsOwnWay() {
    ground.execute(
        "create table broken as select id, row_number() over (order by id) % 4 as way"
            + " from relay.event where payload->>'name' like 'broken%'");
    ground.execute(
        "update relay.event e set payload = '[1]' from broken b where b.id = e.id and way = 0");
    ground.execute(
        "update relay.event e set type = 'nobodys' from broken b where b.id = e.id and way = 1");
    ground.execute(
        "update relay.event e set version = 9 from broken b where b.id = e.id and way = 2");
    ground.execute(
        "update relay.delivery d set listener = 'Gone' from broken b"
            + " where b.id = d.event_id and way = 3");
  }

  private long medianPlaceOfTheGood() {
    return ground.number(
        "select percentile_disc(0.5) within group (order by place) from ("
            + " select outcome, row_number() over (order by finished_at) as place"
            + " from relay.attempt) a where outcome = 'completed'");
  }
}
