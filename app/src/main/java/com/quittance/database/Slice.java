package com.quittance.database;

import java.util.List;

/**
 * Some rows of a list.
 *
 * @param more whether others follow
 */
public record Slice<T>(List<T> rows, boolean more) {

  /**
   * @param rows up to one more than {@code limit}: whether there is one tells if there is more
   */
  public static <T> Slice<T> of(List<T> rows, int limit) {
    var more = rows.size() > limit;
    return new Slice<>(more ? rows.subList(0, limit) : rows, more);
  }
}
