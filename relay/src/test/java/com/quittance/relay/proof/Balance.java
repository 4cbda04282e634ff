package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must be so in the end, whatever happened on the way.
 *
 * @param duplicatesOutside effects outside the completing transaction that happened again
 * @param rescued deliveries taken from a dead node
 * @param released deliveries given back by a node that was cut off and came back
 * @param stale late transitions of the nodes that are still shown
 */
record Balance(
    long deliveries,
    long completed,
    long failed,
    long rescued,
    long released,
    long stale,
    long duplicatesOutside) {

  static Balance strike(Ground ground) {
    assertThat(ground.waiting()).as("stuck").isZero();
    assertThat(ground.astray()).as("lost, or in two places").isZero();
    var completed = ground.count("relay.attempt where outcome = 'completed'");
    var failed = ground.count("relay.failed_job");
    var plain = ground.count("relay.event where type = 'plain'");
    var hopeless =
        ground.count("relay.event where type = 'damaged' and payload->>'hopeless' = 'true'");
    var mended = ground.count("relay.event where type = 'damaged'") - hopeless;
    assertThat(
            ground.number(
                "select count(distinct (tenant_id, delivery_id)) from relay.attempt"
                    + " where outcome = 'completed'"))
        .as("completed twice")
        .isEqualTo(completed);
    assertThat(
            ground.count(
                "relay.failed_job f join relay.attempt a on a.tenant_id = f.tenant_id"
                    + " and a.delivery_id = f.id and a.outcome = 'completed'"))
        .as("completed and given up")
        .isZero();
    assertThat(failed).as("given up").isEqualTo(hopeless);
    assertThat(ground.count("effect")).as("effects").isEqualTo(plain + mended + hopeless);
    assertThat(ground.number("select count(distinct job) from effect"))
        .as("deliveries with an effect")
        .isEqualTo(plain + mended + hopeless);
    var outside = ground.number("select count(distinct job) from outside");
    assertThat(outside).as("effects outside, at least one each").isEqualTo(2 * plain);
    return new Balance(
        2 * plain + mended + hopeless,
        completed,
        failed,
        ground.count("relay.attempt where outcome = 'crashed'"),
        ground.count("relay.attempt where outcome = 'released'"),
        ground.number("select coalesce(sum(stale), 0) from relay.node"),
        ground.count("outside") - outside);
  }

  void print(String proof, String what) {
    Size.print(
        proof,
        "%s, %d deliveries, %d completed, %d failed, %d rescued, %d released, %d stale,"
            + " %d duplicates outside transactions",
        what,
        deliveries,
        completed,
        failed,
        rescued,
        released,
        stale,
        duplicatesOutside);
  }
}
