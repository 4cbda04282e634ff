package com.quittance.billing.infrastructure.pdf;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where pages are printed: threads of their own, half as many as there are processors. Printing is
 * all computation; on the virtual threads that answer requests it would keep the others waiting.
 */
final class Presses {

  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          Thread.ofPlatform().daemon().name("press-", 1).factory());

  private Presses() {}

  static byte[] print(Callable<byte[]> page) {
    var printing = THREADS.submit(page);
    try {
      return printing.get();
    } catch (InterruptedException interrupted) {
      printing.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a press", interrupted);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException("a page cannot be printed", failed);
      }
    }
  }
}
