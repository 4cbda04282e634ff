package com.quittance.billing.infrastructure.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of a table: which rows, in which order, and after which of them. */
final class Selection {

  private final String table;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new HashMap<>();

  Selection(String table) {
    this.table = table;
  }

  /** The statement and its parameters. */
  record Query(String sql, Map<String, Object> parameters) {}

  /**
   * @param value of the condition's parameter; null: it does not matter
   */
  Selection where(String condition, String parameter, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      parameters.put(parameter, value);
    }
    return this;
  }

  /** By the time they were made, which ids begin with. */
  Query byId(boolean descending, @Nullable Place after, int limit) {
    if (after != null) {
      where("id %s :id".formatted(descending ? "<" : ">"), "id", after.id());
    }
    return query("id " + (descending ? "desc" : "asc"), limit);
  }

  /**
   * By a column, equal ones by their id.
   *
   * @param value what the place's {@code :value} is in the column
   */
  Query by(String column, String value, boolean descending, @Nullable Place after, int limit) {
    if (after != null) {
      var beyond = descending ? "<" : ">";
      where("(%s, id) %s (%s, :id)".formatted(column, beyond, value), "id", after.id());
      parameters.put("value", after.value());
    }
    var direction = descending ? "desc" : "asc";
    return query("%s %s, id %s".formatted(column, direction, direction), limit);
  }

  private Query query(String order, int limit) {
    parameters.put("limit", limit);
    return new Query(
        "select * from %s%s order by %s limit :limit"
            .formatted(
                table,
                conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions),
                order),
        parameters);
  }
}
