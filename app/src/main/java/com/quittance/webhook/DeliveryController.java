package com.quittance.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Ability;
import com.quittance.webhook.Delivery.Attempted;
import com.quittance.webhook.Delivery.State;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

/** What was sent to an endpoint, and what came of it. */
@RestController
@RequestMapping(
    path = "/api/v1/webhook-endpoints/{id}/deliveries",
    produces = MediaType.APPLICATION_JSON_VALUE)
public final class DeliveryController {

  private final Transactions transactions;
  private final Webhooks webhooks;
  private final Idempotency idempotency;

  public DeliveryController(Transactions transactions, Webhooks webhooks, Idempotency idempotency) {
    this.transactions = transactions;
    this.webhooks = webhooks;
    this.idempotency = idempotency;
  }

  /** The published JSON. A change here is a change of the API. */
  record DeliveryJson(
      UUID id,
      UUID endpointId,
      UUID eventId,
      String type,
      String state,
      Instant createdAt,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant finishedAt,
      List<AttemptJson> attempts,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String body) {

    static DeliveryJson of(Delivery delivery, List<Attempted> attempts) {
      return of(delivery, attempts, null);
    }

    static DeliveryJson of(Delivery delivery, List<Attempted> attempts, @Nullable String body) {
      return new DeliveryJson(
          delivery.id(),
          delivery.endpoint(),
          delivery.message(),
          delivery.type(),
          delivery.state().name().toLowerCase(Locale.ROOT),
          delivery.createdAt(),
          delivery.nextAttemptAt(),
          delivery.finishedAt(),
          attempts.stream().map(AttemptJson::of).toList(),
          body);
    }
  }

  /**
   * @param status null when there was no answer; then {@code failure} says why
   */
  record AttemptJson(
      int number,
      Instant at,
      @Nullable Integer status,
      @Nullable String failure,
      int durationMs,
      String response) {

    static AttemptJson of(Attempted attempt) {
      var failure = attempt.failure();
      return new AttemptJson(
          attempt.number(),
          attempt.at(),
          attempt.status(),
          failure == null ? null : failure.name().toLowerCase(Locale.ROOT),
          attempt.durationMs(),
          attempt.excerpt());
    }
  }

  @GetMapping
  @Needs(Ability.WEBHOOKS_READ)
  Page<DeliveryJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var endpoint = WebhookController.endpoint(id);
    var wanted = state(state);
    var most = Page.limit(limit);
    var before = Page.cursor(cursor);
    return transactions.in(
        caller.scope(),
        tx -> {
          Webhooks.get(tx, endpoint);
          var deliveries = new Deliveries(tx);
          var page = deliveries.page(endpoint, wanted, before, most + 1);
          var attempts = deliveries.attempts(page.stream().map(Delivery::id).toList());
          return Page.of(
              page,
              most,
              Delivery::id,
              d -> DeliveryJson.of(d, attempts.getOrDefault(d.id(), List.of())));
        });
  }

  private static @Nullable State state(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (var state : State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
        return state;
      }
    }
    throw Problem.of(Type.INVALID_REQUEST, "state: expected pending, delivered or failed.");
  }

  @GetMapping("/{delivery}")
  @Needs(Ability.WEBHOOKS_READ)
  DeliveryJson get(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      @PathVariable String delivery) {
    var endpoint = WebhookController.endpoint(id);
    var wanted = Page.id(delivery, "delivery");
    return transactions.in(
        caller.scope(),
        tx -> {
          Webhooks.get(tx, endpoint);
          var deliveries = new Deliveries(tx);
          var found = deliveries.find(endpoint, wanted).orElseThrow(Webhooks::unknownDelivery);
          var attempts = deliveries.attempts(List.of(wanted)).getOrDefault(wanted, List.of());
          return DeliveryJson.of(found, attempts, found.body());
        });
  }

  @PostMapping("/{delivery}/replay")
  @Needs(Ability.WEBHOOKS_WRITE)
  ResponseEntity<byte[]> replay(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      @PathVariable String delivery,
      HttpServletRequest http) {
    var endpoint = WebhookController.endpoint(id);
    var wanted = Page.id(delivery, "delivery");
    var body = JsonBody.nothing(http);
    return idempotency.once(
        caller.scope(),
        http,
        body,
        tx -> {
          var again = webhooks.replay(tx, endpoint, wanted);
          var attempts = new Deliveries(tx).attempts(List.of(wanted));
          return Answer.accepted(DeliveryJson.of(again, attempts.getOrDefault(wanted, List.of())));
        });
  }
}
