package com.quittance.audit;

import com.quittance.relay.Tx;
import com.quittance.relay.Witness;
import com.quittance.relay.event.StoredEvent;
import java.util.List;

/**
 * Chains every event in the transaction that announces it: there is no change without its entry,
 * and the entries stand in the order in which their transactions were committed.
 */
public final class AuditTrail implements Witness {

  @Override
  public void announced(Tx tx, List<StoredEvent> events) {
    new AuditLog(tx).append(events);
  }
}
