package com.quittance.relay.simulation;

import java.util.Random;

/** What goes wrong where. */
interface Faults {

  /** What may go wrong. */
  enum Fault {
    NONE,
    /** The node dies. */
    CRASH,
    /** The node stands still, often for longer than its lease. */
    PAUSE,
    /** Before a call: it never arrives. After it: its answer never does. */
    LOSE,
    /** The node is told that the connection broke, and then the store does what it was asked. */
    LATE
  }

  Faults NONE = _ -> Fault.NONE;

  /**
   * @param answering false: before the store does it; true: on the answer's way
   */
  Fault next(boolean answering);

  /** One in so many, each kind as the seed weighs it. */
  static Faults random(Random random) {
    var crash = weight(random, 0.004);
    var pause = weight(random, 0.006);
    var lose = weight(random, 0.015);
    var late = weight(random, 0.006);
    return _ -> {
      var drawn = random.nextDouble();
      if ((drawn -= crash) < 0) {
        return Fault.CRASH;
      }
      if ((drawn -= pause) < 0) {
        return Fault.PAUSE;
      }
      if ((drawn -= lose) < 0) {
        return Fault.LOSE;
      }
      return drawn - late < 0 ? Fault.LATE : Fault.NONE;
    };
  }

  /** One fault at one point, all points counted over the whole run. */
  static Faults at(int point, Fault fault) {
    var passed = new int[1];
    return _ -> ++passed[0] == point ? fault : Fault.NONE;
  }

  private static double weight(Random random, double most) {
    return most * random.nextInt(4) / 3;
  }
}
