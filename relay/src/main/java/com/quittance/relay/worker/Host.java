package com.quittance.relay.worker;

import java.time.Duration;

/**
 * What a node runs on: threads, a monotonic time, chance. Whoever holds these three in its hand, as
 * a simulation does, decides the order in which everything happens. May be used by many threads.
 */
public interface Host {

  /** A thread. Not started yet. */
  interface Task {

    void start();

    /** Started, and not ended yet. */
    boolean isAlive();

    void interrupt();

    /** Waits for its end, for so long at most. */
    void join(Duration atMost) throws InterruptedException;
  }

  /** Wakes one that waits, or lets it not wait at all when raised before. */
  interface Signal {

    void raise();

    /** What was raised until now is about to be seen to. */
    void clear();

    /** Waits until raised, for so long at most; an interruption ends the wait and is kept. */
    void await(Duration atMost);
  }

  /** As {@link System#nanoTime}: only differences mean something. */
  long nanoTime();

  /** 0 or more, less than 1. */
  double chance();

  Signal signal();

  /** A thread for the node's own duties: no listener can keep it from running. */
  Task duty(String name, Runnable work);

  /** A thread for one job, of which there may be many. */
  Task job(String name, Runnable work);
}
