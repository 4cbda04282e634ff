package com.quittance.relay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A data source whose queries are explained, with the same values, before they run. */
final class ExplainedSource {

  /**
   * What one query cost.
   *
   * @param rows read by all scans, those that were then filtered out among them
   * @param buffers of 8 kB, whether they were in memory or not
   */
  record Cost(long rows, long buffers, String sql, String plan) {}

  final List<Cost> costs = new ArrayList<>();
  private final DataSource source;

  ExplainedSource(DataSource source) {
    this.source = source;
  }

  long rows() {
    return costs.stream().mapToLong(Cost::rows).sum();
  }

  long buffers() {
    return costs.stream().mapToLong(Cost::buffers).sum();
  }

  DataSource asDataSource() {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          var answer = call(source, method, arguments);
          return answer instanceof Connection connection ? explained(connection) : answer;
        });
  }

  private Connection explained(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          var answer = call(connection, method, arguments);
          return answer instanceof PreparedStatement statement && isQuery((String) arguments[0])
              ? explained(connection, statement, (String) arguments[0])
              : answer;
        });
  }

  private static boolean isQuery(String sql) {
    return sql.strip().matches("(?s)(select|with|\\(select).*") && !sql.contains("set_config");
  }

  private PreparedStatement explained(Connection connection, PreparedStatement real, String sql)
      throws SQLException {
    var explain = connection.prepareStatement("explain (analyze, buffers, format json) " + sql);
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().startsWith("set")) {
            call(explain, method, arguments);
          } else if (method.getName().equals("close")) {
            explain.close();
          } else if (method.getName().equals("executeQuery")) {
            costs.add(cost(explain, sql));
          }
          return call(real, method, arguments);
        });
  }

  private static Cost cost(PreparedStatement explain, String sql) throws SQLException {
    try (var rows = explain.executeQuery()) {
      rows.next();
      var text = rows.getString(1);
      var plan = JsonMapper.builder().build().readTree(text).get(0).get("Plan");
      return new Cost(
          read(plan),
          number(plan, "Shared Hit Blocks") + number(plan, "Shared Read Blocks"),
          sql,
          text);
    }
  }

  private static long read(JsonNode node) {
    var rows = 0.0;
    if (node.has("Relation Name") || node.path("Node Type").asString().startsWith("Bitmap")) {
      rows =
          (real(node, "Actual Rows")
                  + real(node, "Rows Removed by Filter")
                  + real(node, "Rows Removed by Index Recheck"))
              * real(node, "Actual Loops");
    }
    for (var child : node.path("Plans")) {
      rows += read(child);
    }
    return Math.round(rows);
  }

  private static double real(JsonNode node, String name) {
    return node.path(name).asDouble(0);
  }

  private static long number(JsonNode node, String name) {
    return node.path(name).asLong(0);
  }

  /** A call of a proxy. */
  @FunctionalInterface
  private interface Call {
    Object on(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> call.on(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
