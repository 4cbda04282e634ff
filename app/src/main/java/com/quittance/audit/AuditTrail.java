package com.quittance.audit;

import com.quittance.relay.Tx;
import com.quittance.relay.Witness;
import com.quittance.relay.event.StoredEvent;
import java.util.List;

/**
 * Chains every event that tells of a change in the transaction that announces it: there is no
 * change without its entry, and the entries stand in the order in which their transactions were
 * committed.
 */
public final class AuditTrail implements Witness {

  /** Types that begin so ask for work and tell of no change: they are in no chain. */
  public static final String JOB = "job:";

  @Override
  public void announced(Tx tx, List<StoredEvent> events) {
    var changes = events.stream().filter(event -> !event.type().startsWith(JOB)).toList();
    if (!changes.isEmpty()) {
      new AuditLog(tx).append(changes);
    }
  }
}
