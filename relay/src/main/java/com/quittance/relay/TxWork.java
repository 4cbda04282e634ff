package com.quittance.relay;

/** Work inside one transaction. An exception rolls everything back, events included. */
@FunctionalInterface
public interface TxWork<R extends @org.jspecify.annotations.Nullable Object> {
  R in(Tx tx) throws java.sql.SQLException;
}
