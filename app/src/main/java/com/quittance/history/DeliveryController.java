package com.quittance.history;

import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.monitor.DeliverySearch;
import com.quittance.relay.monitor.DeliverySearch.Cursor;
import com.quittance.relay.monitor.DeliveryState;
import com.quittance.relay.monitor.FoundDelivery;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
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

/** What follows from what happened: a listener's job for an event. */
@RestController("jobs")
@RequestMapping(path = "/api/v1/deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
public final class DeliveryController {

  private final History history;
  private final Idempotency idempotency;

  public DeliveryController(History history, Idempotency idempotency) {
    this.history = history;
    this.idempotency = idempotency;
  }

  /**
   * The published JSON. A change here is a change of the API. Why a delivery failed is in the
   * operators' log: it may tell of other systems.
   *
   * @param attempts that failed so far; of a completed one, the one that completed it
   * @param replay whether it was asked for again
   * @param at when it is due, or was begun, completed or given up
   */
  record DeliveryJson(
      UUID id,
      UUID eventId,
      String eventType,
      String listener,
      String queue,
      String state,
      int attempts,
      boolean replay,
      @Nullable Instant at) {

    static DeliveryJson of(FoundDelivery delivery) {
      return new DeliveryJson(
          delivery.id(),
          delivery.event(),
          delivery.eventType(),
          delivery.listener(),
          delivery.queue(),
          code(delivery.state()),
          delivery.attempts(),
          delivery.replay(),
          delivery.at());
    }
  }

  private static String code(DeliveryState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  @GetMapping
  @Needs(Ability.EVENTS_READ)
  Page<DeliveryJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String listener) {
    var search =
        new DeliverySearch(
            EventFilter.ALL,
            EventController.word("listener", listener),
            null,
            states(state),
            cursor(cursor),
            Page.limit(limit));
    var page = history.deliveries(caller.scope(), search);
    var next = page.next();
    return new Page<>(
        page.deliveries().stream().map(DeliveryJson::of).toList(),
        next != null,
        next == null ? null : next.toString());
  }

  private static Set<DeliveryState> states(@Nullable String text) {
    if (text == null) {
      return Set.of();
    }
    return Arrays.stream(DeliveryState.values())
        .filter(state -> code(state).equals(text))
        .findFirst()
        .map(Set::of)
        .orElseThrow(
            () ->
                Problem.of(
                    Type.INVALID_REQUEST,
                    "state: expected waiting, delayed, held, running, completed or failed."));
  }

  private static @Nullable Cursor cursor(@Nullable String text) {
    try {
      return text == null ? null : Cursor.parse(text);
    } catch (IllegalArgumentException none) {
      throw Problem.of(Type.INVALID_REQUEST, "cursor: expected the next_cursor of a page.");
    }
  }

  @PostMapping("/{id}/retry")
  @Needs(Ability.EVENTS_REPLAY)
  ResponseEntity<byte[]> retry(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var delivery = Page.id(id, "delivery");
    var bytes = JsonBody.nothing(http);
    Idempotency.require(http);
    return idempotency.once(
        caller.scope(),
        http,
        bytes,
        tx -> {
          history.retry(tx, delivery);
          return Answer.accepted(new Retried(delivery));
        });
  }

  /** Which one is tried again. */
  record Retried(UUID id) {}
}
