package com.quittance.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of databases without row-level security: it leaves out the statement in which a
 * transaction tells PostgreSQL its tenant. The statements that rely on the policies name the tenant
 * instead, as those of an application without policies have to. Guarded copies go through it too,
 * unchanged, so that its own cost is on both sides.
 */
final class Unguarded implements Driver {

  /** How a transaction begins that has policies to tell its tenant to. */
  private static final String TENANT =
      "select set_config('app.tenant_id', ?, true),"
          + " set_config('idle_in_transaction_session_timeout', ?, true)";

  /** How many parameters that has, the tenant first. */
  private static final int TOLD = 2;

  /** What an invoice reads by its policies alone, and how it is asked without. */
  private static final Map<String, String> NAMED =
      Map.of("from tenant", " where id = ?", "from client where id = ?", " and tenant_id = ?");

  private final Driver postgres;

  private Unguarded(Driver postgres) {
    this.postgres = postgres;
  }

  /** In the place of PostgreSQL's driver; other databases are as ever. */
  static void drive() throws SQLException {
    var postgres = DriverManager.getDriver("jdbc:postgresql:");
    DriverManager.deregisterDriver(postgres);
    DriverManager.registerDriver(new Unguarded(postgres));
  }

  @Override
  public @Nullable Connection connect(String url, Properties properties) throws SQLException {
    var connection = postgres.connect(url, properties);
    if (connection == null || !DatabaseCopy.isCopy(url)) {
      return connection;
    }
    return proxy(Connection.class, new Session(connection, DatabaseCopy.isGuarded(url)));
  }

  /** One connection, with the tenant of its last transaction. */
  private static final class Session implements InvocationHandler {

    private final Connection connection;
    private final boolean guarded;
    private @Nullable Object tenant;

    Session(Connection connection, boolean guarded) {
      this.connection = connection;
      this.guarded = guarded;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (arguments == null || !(arguments[0] instanceof String sql)) {
        return pass(connection, method, arguments);
      }
      if (guarded) {
        return sql.startsWith(TENANT) && method.getName().equals("prepareStatement")
            ? unchanged((PreparedStatement) pass(connection, method, arguments))
            : pass(connection, method, arguments);
      }
      if (sql.startsWith(TENANT)) {
        return sql.equals(TENANT)
            ? proxy(PreparedStatement.class, this::remember)
            : untold(connection.prepareStatement("select " + sql.substring(TENANT.length() + 2)));
      }
      var named =
          NAMED.entrySet().stream()
              .filter(one -> sql.strip().endsWith(one.getKey()))
              .findFirst()
              .map(Map.Entry::getValue);
      if (named.isEmpty() || !method.getName().equals("prepareStatement")) {
        return pass(connection, method, arguments);
      }
      arguments[0] = sql.strip() + named.get();
      var statement = (PreparedStatement) pass(connection, method, arguments);
      var parameters = (int) ((String) arguments[0]).chars().filter(c -> c == '?').count();
      statement.setObject(parameters, UUID.fromString(String.valueOf(tenant)));
      return statement;
    }

    /** What is changed for the others has a cost of its own. */
    private static PreparedStatement unchanged(PreparedStatement statement) {
      return proxy(
          PreparedStatement.class, (_, method, arguments) -> pass(statement, method, arguments));
    }

    /** Of a statement that tells the tenant, and more, what is left without that. */
    private PreparedStatement untold(PreparedStatement rest) {
      return proxy(
          PreparedStatement.class,
          (proxy, method, arguments) -> {
            if (method.getName().startsWith("set") && arguments[0] instanceof Integer place) {
              if (place <= TOLD) {
                return remember(proxy, method, arguments);
              }
              arguments[0] = place - TOLD;
            }
            return pass(rest, method, arguments);
          });
    }

    /** Of the statement that is not sent: its first parameter is the tenant. */
    private @Nullable Object remember(Object proxy, Method method, Object @Nullable [] arguments) {
      if (method.getName().equals("setObject") && arguments[0].equals(1)) {
        tenant = arguments[1];
      }
      return method.getReturnType() == boolean.class ? false : null;
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object pass(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return postgres.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
      throws SQLException {
    return postgres.getPropertyInfo(url, properties);
  }

  @Override
  public int getMajorVersion() {
    return postgres.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return postgres.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return postgres.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    throw new UnsupportedOperationException("nobody asks");
  }
}
