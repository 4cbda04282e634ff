package com.quittance.relay.sql;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a statement with the values of its question marks, for statements that vary. */
public record Fragment(String text, List<@Nullable Object> values) {

  public static Fragment of(String text, @Nullable Object... values) {
    return new Fragment(text, Arrays.asList(values));
  }

  /**
   * The text with {@code %s} for each of the parts, in their order.
   *
   * @param text has no question marks of its own
   */
  public static Fragment format(String text, Fragment... parts) {
    var texts = Arrays.stream(parts).map(Fragment::text).toArray();
    return new Fragment(text.formatted(texts), valuesOf(List.of(parts)));
  }

  public static Fragment join(String separator, Collection<Fragment> parts) {
    return new Fragment(
        String.join(separator, parts.stream().map(Fragment::text).toList()), valuesOf(parts));
  }

  /** True where there is none. */
  public static Fragment all(Collection<Fragment> conditions) {
    return conditions.isEmpty() ? of("true") : join(" and ", conditions);
  }

  public Sql on(Connection connection) {
    var sql = Sql.of(connection, text);
    values.forEach(sql::set);
    return sql;
  }

  private static List<@Nullable Object> valuesOf(Collection<Fragment> parts) {
    var all = new ArrayList<@Nullable Object>();
    parts.forEach(part -> all.addAll(part.values));
    return all;
  }
}
