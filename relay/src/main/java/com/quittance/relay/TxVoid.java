package com.quittance.relay;

/** Work inside one transaction that answers nothing. An exception rolls everything back. */
@FunctionalInterface
public interface TxVoid {
  void in(Tx tx) throws java.sql.SQLException;
}
