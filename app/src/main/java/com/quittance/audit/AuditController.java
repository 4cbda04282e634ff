package com.quittance.audit;

import com.quittance.http.Caller;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Ability;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tenant's own chain, for those who must know who did what. */
@RestController
@RequestMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
public final class AuditController {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:@-]{1,200}");

  private final Transactions transactions;

  public AuditController(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The published JSON. A change here is a change of the API. */
  record EntryJson(
      long seq,
      Instant at,
      String actor,
      UUID requestId,
      @Nullable String origin,
      String action,
      int version,
      @Nullable UUID eventId,
      JsonNode details,
      String hash) {

    static EntryJson of(AuditEntry entry) {
      return new EntryJson(
          entry.seq(),
          entry.at(),
          entry.actor(),
          entry.request(),
          entry.origin(),
          entry.action(),
          entry.version(),
          entry.event(),
          JSON.readTree(entry.details()),
          entry.hash());
    }
  }

  @GetMapping
  @Needs(Ability.AUDIT_READ)
  Page<EntryJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String actor) {
    var scope = caller.scope();
    var search =
        new AuditLog.Search(
            name("action", action),
            name("actor", actor),
            cursor == null ? null : number("cursor", cursor, "the next_cursor of a page"),
            Page.limit(limit));
    var found = transactions.in(scope, tx -> new AuditLog(tx).search(search));
    var next = found.next();
    return new Page<>(
        found.entries().stream().map(EntryJson::of).toList(),
        next != null,
        next == null ? null : next.toString());
  }

  private static @Nullable String name(String parameter, @Nullable String text) {
    if (text == null || NAME.matcher(text).matches()) {
      return text;
    }
    throw refused(parameter, "a name as entries have it");
  }

  private static long number(String parameter, String text, String expected) {
    if (!text.matches("[0-9]{1,18}")) {
      throw refused(parameter, expected);
    }
    return Long.parseLong(text);
  }

  private static Problem refused(String parameter, String expected) {
    return Problem.of(Type.INVALID_REQUEST, "%s: expected %s.".formatted(parameter, expected));
  }
}
