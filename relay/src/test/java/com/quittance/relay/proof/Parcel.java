package com.quittance.relay.proof;

import com.quittance.relay.EventMap;
import com.quittance.relay.Transactions;
import java.util.List;
import java.util.function.Supplier;

/** What is announced in the proofs: each kind is treated differently by its listeners. */
sealed interface Parcel {

  String name();

  record Plain(String name) implements Parcel {}

  /** Fails at first; one that is hopeless does so for ever. */
  record Damaged(String name, boolean hopeless) implements Parcel {}

  /** Kills the process that opens it. */
  record Explosive(String name) implements Parcel {}

  /** Keeps who opens it, whatever they are told. */
  record Sticky(String name) implements Parcel {}

  /**
   * @param transactions of the relay that is built of the map
   */
  static EventMap<Parcel> map(Supplier<Transactions> transactions) {
    return EventMap.of(Parcel.class, parcel -> List.of("parcel:" + parcel.name()))
        .on("plain", 1, Plain.class, new Deeds.Exact(transactions), new Deeds.Batched(transactions))
        .on("damaged", 1, Damaged.class, new Deeds.Doomed())
        .on("explosive", 1, Explosive.class, new Deeds.Halting())
        .on("sticky", 1, Sticky.class, new Deeds.Deaf());
  }
}
