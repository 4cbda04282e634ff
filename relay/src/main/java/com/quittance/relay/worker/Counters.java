package com.quittance.relay.worker;

import com.quittance.relay.WorkReport;
import java.util.concurrent.atomic.LongAdder;

/** What a worker has done so far. */
final class Counters {

  final LongAdder completed = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder stale = new LongAdder();

  WorkReport report() {
    return new WorkReport(completed.sum(), retried.sum(), failed.sum(), stale.sum());
  }
}
