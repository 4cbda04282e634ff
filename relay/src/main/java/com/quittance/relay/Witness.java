package com.quittance.relay;

import com.quittance.relay.event.StoredEvent;
import java.sql.SQLException;
import java.util.List;

/**
 * Sees all that transactions announce, such as an audit trail does.
 *
 * <p>It is called in the announcing transaction, when nothing but the commit is left to do: what it
 * writes is stored if and only if the events are, and what it locks is held for the shortest time.
 */
@FunctionalInterface
public interface Witness {

  /**
   * @param tx announces nothing more
   * @param events as they were written, in their order
   * @throws SQLException the transaction is rolled back, as by any other exception
   */
  void announced(Tx tx, List<StoredEvent> events) throws SQLException;
}
