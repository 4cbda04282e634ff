package com.quittance.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.quittance.history.DeliveryController.DeliveryJson;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.event.ReplayProgress;
import com.quittance.relay.event.StoredEvent;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happened in the company. */
@RestController
@RequestMapping(path = "/api/v1/events", produces = MediaType.APPLICATION_JSON_VALUE)
public final class EventController {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String WORD = "[\\w.:@/+-]{1,200}";
  private static final int MOST_LISTENERS = 20;

  private final History history;
  private final Idempotency idempotency;

  public EventController(History history, Idempotency idempotency) {
    this.history = history;
    this.idempotency = idempotency;
  }

  /**
   * The published JSON. A change here is a change of the API.
   *
   * @param data as stored, of that version of the type
   * @param deliveries of one event, not in lists
   */
  record EventJson(
      UUID id,
      String type,
      int version,
      List<String> tags,
      Instant occurredAt,
      String actor,
      UUID correlationId,
      @Nullable UUID causationId,
      JsonNode data,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<DeliveryJson> deliveries) {

    static EventJson of(StoredEvent event) {
      return of(event, null);
    }

    static EventJson of(StoredEvent event, @Nullable List<DeliveryJson> deliveries) {
      return new EventJson(
          event.id(),
          event.type(),
          event.version(),
          event.tags(),
          event.occurredAt(),
          event.actor(),
          event.correlation(),
          event.causation(),
          JSON.readTree(event.payload()),
          deliveries);
    }
  }

  /**
   * What came of a replay.
   *
   * @param deliveries made
   * @param pending left alone, for they run anyway
   * @param failed left alone, to be retried
   */
  record ReplayJson(long deliveries, long pending, long failed) {
    static ReplayJson of(ReplayProgress progress) {
      return new ReplayJson(progress.deliveries(), progress.pending(), progress.failed());
    }
  }

  @GetMapping
  @Needs(Ability.EVENTS_READ)
  Page<EventJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String tag) {
    var filter = EventFilter.ALL.ofType(word("type", type));
    var tagged = word("tag", tag);
    var meant = tagged == null ? filter : filter.tagged(tagged);
    var page =
        history.search(
            caller.scope(), new EventSearch(meant, Page.cursor(cursor), Page.limit(limit)));
    var next = page.next();
    return new Page<>(
        page.events().stream().map(EventJson::of).toList(),
        next != null,
        next == null ? null : next.toString());
  }

  static @Nullable String word(String name, @Nullable String text) {
    if (text != null && !text.matches(WORD)) {
      throw Problem.of(
          Type.INVALID_REQUEST,
          "%s: expected 1 to 200 letters, digits or . : @ / + - _".formatted(name));
    }
    return text;
  }

  @GetMapping("/{id}")
  @Needs(Ability.EVENTS_READ)
  EventJson get(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
    var found = history.get(caller.scope(), Page.id(id, "event"));
    return EventJson.of(found.event(), found.deliveries().stream().map(DeliveryJson::of).toList());
  }

  @PostMapping("/{id}/replay")
  @Needs(Ability.EVENTS_REPLAY)
  ResponseEntity<byte[]> replay(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var event = Page.id(id, "event");
    var bytes = JsonBody.bytes(http);
    var listeners = bytes.length == 0 ? List.<String>of() : listeners(JsonBody.of(http, bytes));
    Idempotency.require(http);
    return idempotency.inSteps(
        caller.scope(),
        http,
        bytes,
        replayId ->
            Answer.accepted(
                ReplayJson.of(history.replay(caller.scope(), replayId, event, listeners))),
        Problem.class::isInstance);
  }

  private static List<String> listeners(JsonBody body) {
    var listeners =
        body.has("listeners")
            ? body.texts(
                "listeners", MOST_LISTENERS, "a listener's name", name -> name.matches(WORD))
            : List.<String>of();
    body.end().check();
    return listeners;
  }
}
