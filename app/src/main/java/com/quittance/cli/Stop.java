package com.quittance.cli;

import java.time.Duration;
import java.util.function.Supplier;

/** Lets a verb that runs for long end in order when SIGTERM or SIGINT ask it to. */
final class Stop {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Stop() {}

  /**
   * Does the work on this thread. The process ends when this thread has, its house closed.
   *
   * @param ask makes the work return soon; called by another thread
   */
  static <T> T onSignal(Runnable ask, Supplier<T> work) {
    var worker = Thread.currentThread();
    var hook = new Thread(() -> end(ask, worker), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      forget(hook);
    }
  }

  private static void end(Runnable ask, Thread worker) {
    ask.run();
    try {
      worker.join(PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      // The hook is what called us back.
    }
  }
}
