package com.quittance.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An invoice to be issued, or to be kept as a draft.
 *
 * @param currency ISO 4217; the company's when {@code null}
 * @param dueDate from today on, within ten years; the company's payment terms when {@code null}
 * @param lines 1 to 500; a draft may have none
 */
public record NewInvoice(
    UUID clientId,
    @Nullable String currency,
    @Nullable LocalDate dueDate,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NewLine> lines) {

  /** To this client, without lines so far. */
  public static NewInvoice to(UUID clientId) {
    return new NewInvoice(clientId, null, null, List.of());
  }

  /** The same in this currency. */
  public NewInvoice currency(String code) {
    return new NewInvoice(clientId, code, dueDate, lines);
  }

  /** The same, due on this day. */
  public NewInvoice due(LocalDate day) {
    return new NewInvoice(clientId, currency, day, lines);
  }

  /** The same with one more line. */
  public NewInvoice line(NewLine another) {
    var more = Stream.concat(lines.stream(), Stream.of(another)).toList();
    return new NewInvoice(clientId, currency, dueDate, more);
  }
}
