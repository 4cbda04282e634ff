package com.quittance.client;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of many invoices.
 *
 * @param data one for each, in their order
 */
public record BulkResult(int created, int refused, List<Row> data) {

  /**
   * What became of one: an id and a number, or a problem.
   *
   * @param index from 0
   * @param status 201, or the problem's
   * @param problem its pointers lead into the whole request: {@code /invoices/1/lines/0/quantity}
   */
  public record Row(
      int index,
      int status,
      @Nullable UUID id,
      @Nullable String number,
      @Nullable Problem problem) {}
}
