package com.quittance.http;

import com.quittance.database.Slice;
import com.quittance.http.Problem.Type;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, the newest first.
 *
 * @param nextCursor what to send as {@code cursor} for the next page; null on the last one
 */
public record Page<T>(List<T> data, boolean hasMore, @Nullable String nextCursor) {

  static final int DEFAULT_LIMIT = 25;
  static final int MAX_LIMIT = 100;

  /**
   * @param rows up to one more than {@code limit}: whether there is one tells if there is more
   */
  public static <D, T> Page<T> of(
      List<D> rows, int limit, Function<D, UUID> id, Function<D, T> json) {
    return of(
        Slice.of(rows, limit),
        row -> id.apply(row).toString(),
        shown -> shown.stream().map(json).toList());
  }

  /**
   * @param cursor what leads on from a row
   * @param json what is shown of the rows, or of the first of them, when that is much
   */
  public static <D, T> Page<T> of(
      Slice<D> slice, Function<D, String> cursor, Function<List<D>, List<T>> json) {
    var rows = slice.rows();
    var shown = json.apply(rows);
    var more = slice.more() || shown.size() < rows.size();
    return new Page<>(shown, more, more ? cursor.apply(rows.get(shown.size() - 1)) : null);
  }

  public static int limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (text.matches("\\d{1,3}")) {
      var limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    }
    throw Problem.of(Type.INVALID_REQUEST, "limit: expected 1 to %d.".formatted(MAX_LIMIT));
  }

  public static @Nullable UUID cursor(@Nullable String text) {
    return text == null ? null : uuid(text, "cursor: expected the next_cursor of a page.");
  }

  private static UUID uuid(String text, String otherwise) {
    if (text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      return UUID.fromString(text);
    }
    throw Problem.of(Type.INVALID_REQUEST, otherwise);
  }

  public static @Nullable UUID filter(String name, @Nullable String text) {
    return text == null ? null : uuid(text, name + ": expected an id.");
  }

  /** An id in a path; one that cannot be an id names nothing. */
  public static UUID id(String text, String what) {
    try {
      return uuid(text, "");
    } catch (Problem noId) {
      throw Problem.of(Type.NOT_FOUND, "There is no such %s.".formatted(what));
    }
  }
}
