package com.quittance.relay.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Worker processes. One may stand by, so that a start is waited for as little as may be. */
final class Crew implements AutoCloseable {

  private final Path folder;
  private final Terms terms;
  private final List<WorkerProcess> all = new ArrayList<>();
  private @Nullable WorkerProcess standby;

  Crew(Path folder, Terms terms) {
    this.folder = folder;
    this.terms = terms;
  }

  /** So many that work; they start at the same time. */
  List<WorkerProcess> hire(int number) throws IOException {
    var hired = new ArrayList<WorkerProcess>();
    for (int i = 0; i < number; i++) {
      hired.add(start(terms));
    }
    for (var one : hired) {
      one.work();
    }
    return hired;
  }

  /** One that works, on other terms. */
  WorkerProcess hire(Terms other) throws IOException {
    return start(other).work();
  }

  /** Begins to start the one that will replace another. */
  void standBy() throws IOException {
    standby = start(terms);
  }

  /** The one that stands by works. */
  WorkerProcess replace() throws IOException {
    return Objects.requireNonNull(standby, "nobody stands by").work();
  }

  private WorkerProcess start(Terms its) throws IOException {
    var started = WorkerProcess.start(folder, "worker-" + all.size(), its);
    all.add(started);
    return started;
  }

  @Override
  public void close() throws InterruptedException {
    for (var one : all) {
      one.kill();
    }
  }
}
