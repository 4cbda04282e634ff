package com.quittance.client;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a draft: {@code null} stays as it is, an empty {@code Optional} is taken
 * away. Begin with {@link #NOTHING}.
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // three states: stays, goes, becomes
public record DraftChange(
    @Nullable UUID clientId,
    @Nullable Optional<String> currency,
    @Nullable Optional<LocalDate> dueDate,
    @Nullable List<NewLine> lines) {

  /** All stays as it is. */
  public static final DraftChange NOTHING = new DraftChange(null, null, null, null);

  /** It is for this client. */
  public DraftChange client(UUID other) {
    return new DraftChange(other, currency, dueDate, lines);
  }

  /** It is in this currency (ISO 4217), by {@code null} in the company's. */
  public DraftChange currency(@Nullable String other) {
    return new DraftChange(clientId, Optional.ofNullable(other), dueDate, lines);
  }

  /** It is due on this day, by {@code null} after the company's payment terms. */
  public DraftChange due(@Nullable LocalDate other) {
    return new DraftChange(clientId, currency, Optional.ofNullable(other), lines);
  }

  /** Its lines are these, 1 to 500. */
  public DraftChange lines(List<NewLine> others) {
    return new DraftChange(clientId, currency, dueDate, List.copyOf(others));
  }
}
