package com.quittance.bench.relay;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/** Counts what is sent to the database: each execution, commit and rollback is a round trip. */
final class CountingSource {

  private static final Set<String> ROUND_TRIPS = Set.of("commit", "rollback");
  private static final Set<String> MAKERS =
      Set.of("getConnection", "createStatement", "prepareStatement");

  private final LongAdder sent = new LongAdder();
  private final DataSource counted;

  CountingSource(DataSource source) {
    this.counted = proxy(DataSource.class, source);
  }

  DataSource source() {
    return counted;
  }

  long sent() {
    return sent.sum();
  }

  private <T> T proxy(Class<T> type, Object target) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (method.getName().startsWith("execute") || ROUND_TRIPS.contains(method.getName())) {
            sent.increment();
          }
          var answer = invoke(target, method, arguments);
          return MAKERS.contains(method.getName()) ? wrapped(answer) : answer;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object wrapped(Object answer) {
    return switch (answer) {
      case Connection connection -> proxy(Connection.class, connection);
      case PreparedStatement statement -> proxy(PreparedStatement.class, statement);
      case Statement statement -> proxy(Statement.class, statement);
      case null, default -> answer;
    };
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
