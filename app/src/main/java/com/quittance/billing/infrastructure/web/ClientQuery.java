package com.quittance.billing.infrastructure.web;

import com.quittance.billing.domain.Client;
import com.quittance.billing.infrastructure.store.ClientSearch;
import com.quittance.billing.infrastructure.store.ClientSearch.Sort;
import com.quittance.billing.infrastructure.store.Place;
import com.quittance.http.Parameters;
import com.quittance.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The published query parameters of the list of clients. */
final class ClientQuery {

  private ClientQuery() {}

  /**
   * @throws Problem when a parameter is not what it should be
   */
  static ClientSearch read(HttpServletRequest http) {
    var query = new Parameters(http);
    var order = query.order(Sort.values(), Sort::code, "created_at or name");
    return new ClientSearch(
        query.one(
            "email", "an e-mail address", text -> Parameters.matching(text, "\\P{Cntrl}{1,254}")),
        query.one(
            "name",
            "what names begin with",
            text -> Parameters.matching(text, "\\P{Cntrl}{1,200}")),
        order.sort(),
        order.descending(),
        query.one("cursor", InvoiceQuery.CURSOR, text -> place(order.sort(), text)));
  }

  /** What leads on from a client: its id, behind its name where that is sorted by. */
  static String cursor(ClientSearch search, Client last) {
    var place = search.sort().place(last);
    var name = Base64.getUrlEncoder().withoutPadding();
    return search.sort() == Sort.CREATED_AT
        ? place.id().toString()
        : "%s.%s"
            .formatted(
                name.encodeToString(place.value().getBytes(StandardCharsets.UTF_8)), place.id());
  }

  private static Place place(Sort sort, String cursor) {
    var dot = cursor.lastIndexOf('.');
    if (dot < 0 == (sort == Sort.NAME)) {
      throw new IllegalArgumentException("of another sort");
    }
    var name = Base64.getUrlDecoder().decode(cursor.substring(0, Math.max(0, dot)));
    return new Place(
        Parameters.matching(new String(name, StandardCharsets.UTF_8), "\\P{Cntrl}{0,200}"),
        InvoiceQuery.id(cursor.substring(dot + 1)));
  }
}
