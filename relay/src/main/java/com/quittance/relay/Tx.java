package com.quittance.relay;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * One transaction of one tenant. Made by {@link Transactions} only, so that nothing is stored and
 * nothing announced outside one. Used by one thread.
 */
public final class Tx {

  private final Connection connection;
  private final Scope scope;
  private final List<Object> announced = new ArrayList<>();

  Tx(Connection connection, Scope scope) {
    this.connection = connection;
    this.scope = scope;
  }

  /** For the stores of the application. Neither commit nor close it. */
  public Connection connection() {
    return connection;
  }

  public UUID tenant() {
    return scope.tenant();
  }

  public Scope scope() {
    return scope;
  }

  /**
   * These events happened if and only if the transaction commits; their listeners follow. They are
   * written at commit, in this order, by one statement.
   */
  public void announce(Object... events) {
    announce(Arrays.asList(events));
  }

  public void announce(Collection<?> events) {
    announced.addAll(events);
  }

  List<Object> announced() {
    return announced;
  }
}
