package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.Client;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which clients, and in which order. What is null does not matter.
 *
 * @param email the whole of it, in any case
 * @param name what it begins with, in any case
 * @param after the last one of the page before
 */
public record ClientSearch(
    @Nullable String email,
    @Nullable String name,
    Sort sort,
    boolean descending,
    @Nullable Place after) {

  /** As the columns are made. */
  private static final String FOLDED = "lower(cast(:%s as text) collate pg_c_utf8)";

  /** What a list can be sorted by; equal ones by their id. */
  public enum Sort {
    CREATED_AT,
    NAME;

    /** As published. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public Place place(Client client) {
      return new Place(this == NAME ? client.name() : "", client.id().value());
    }
  }

  Selection.Query query(int limit) {
    var selection =
        new Selection("client")
            .where("email_folded = " + FOLDED.formatted("email"), "email", email)
            .where(
                "name_folded >= %1$s and name_folded < %1$s || chr(1114111)"
                    .formatted(FOLDED.formatted("name")),
                "name",
                name);
    return sort == Sort.CREATED_AT
        ? selection.byId(descending, after, limit)
        : selection.by("name_folded", FOLDED.formatted("value"), descending, after, limit);
  }
}
