package com.quittance.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.quittance.http.Caller;
import com.quittance.http.EntityTag;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.tenancy.Ability;
import com.quittance.webhook.DeliveryController.DeliveryJson;
import com.quittance.webhook.Webhooks.WithSecret;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where a company wants to be told of events. */
@RestController
@RequestMapping(path = "/api/v1/webhook-endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
public final class WebhookController {

  static final String PATH = "/api/v1/webhook-endpoints/";

  private static final int DAY = 24;
  private static final int MOST_OVERLAP_HOURS = 7 * DAY;

  private final Webhooks webhooks;
  private final Idempotency idempotency;

  public WebhookController(Webhooks webhooks, Idempotency idempotency) {
    this.webhooks = webhooks;
    this.idempotency = idempotency;
  }

  /**
   * The published JSON. A change here is a change of the API.
   *
   * @param secret in the answer to its making, never again
   */
  record EndpointJson(
      UUID id,
      String url,
      @Nullable String description,
      List<String> eventTypes,
      boolean enabled,
      @Nullable String disabledReason,
      @Nullable Instant disabledAt,
      Instant createdAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    static EndpointJson of(Endpoint endpoint) {
      return of(endpoint, null);
    }

    static EndpointJson of(WithSecret made) {
      return of(made.endpoint(), made.secret().text());
    }

    private static EndpointJson of(Endpoint endpoint, @Nullable String secret) {
      var reason = endpoint.disabledReason();
      return new EndpointJson(
          endpoint.id(),
          endpoint.url(),
          endpoint.description(),
          endpoint.eventTypes(),
          endpoint.isEnabled(),
          reason == null ? null : reason.name().toLowerCase(Locale.ROOT),
          endpoint.disabledAt(),
          endpoint.createdAt(),
          secret);
    }
  }

  /** Not kept for repetitions: the answer carries a secret. */
  @PostMapping
  @Needs(Ability.WEBHOOKS_WRITE)
  ResponseEntity<EndpointJson> add(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var body = JsonBody.of(http);
    var url = body.required("url", webhooks.destinations().expected(), this::url);
    var description = body.optionalLine("description", 200);
    var types = body.has("event_types") ? types(body) : List.of(EventType.ALL);
    body.end().check();
    var made = webhooks.add(caller.scope(), Objects.requireNonNull(url), description, types);
    return ResponseEntity.created(URI.create(PATH + made.endpoint().id()))
        .body(EndpointJson.of(made));
  }

  private String url(String text) {
    return webhooks.destinations().parse(text).toString();
  }

  private static List<String> types(JsonBody body) {
    var choices = EventType.choices();
    return body
        .texts(
            "event_types",
            choices.size(),
            "one of " + String.join(", ", choices),
            choices::contains)
        .stream()
        .distinct()
        .toList();
  }

  @GetMapping
  @Needs(Ability.WEBHOOKS_READ)
  Page<EndpointJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var most = Page.limit(limit);
    var endpoints = webhooks.page(caller.scope(), Page.cursor(cursor), most + 1);
    return Page.of(endpoints, most, Endpoint::id, EndpointJson::of);
  }

  @GetMapping("/{id}")
  @Needs(Ability.WEBHOOKS_READ)
  ResponseEntity<EndpointJson> get(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var found = webhooks.get(caller.scope(), endpoint(id));
    var tag = new EntityTag(found.version());
    return tag.isKnownTo(http)
        ? ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag.text()).build()
        : answer(found);
  }

  private static ResponseEntity<EndpointJson> answer(Endpoint endpoint) {
    return ResponseEntity.ok()
        .eTag(new EntityTag(endpoint.version()).text())
        .body(EndpointJson.of(endpoint));
  }

  static UUID endpoint(String id) {
    return Page.id(id, "webhook endpoint");
  }

  @PatchMapping("/{id}")
  @Needs(Ability.WEBHOOKS_WRITE)
  ResponseEntity<EndpointJson> change(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var endpoint = endpoint(id);
    var body = JsonBody.of(http);
    var url = body.optional("url", webhooks.destinations().expected(), this::url);
    var hasDescription = body.mentions("description");
    var description = body.optionalLine("description", 200);
    var types = body.has("event_types") ? types(body) : null;
    var enabled = body.flag("enabled");
    body.end().check();
    return answer(
        webhooks.change(
            caller.scope(),
            endpoint,
            before -> {
              new EntityTag(before.version()).mustBeKnownTo(http);
              var after =
                  before.with(
                      url == null ? before.url() : url,
                      hasDescription ? description : before.description(),
                      types == null ? before.eventTypes() : types);
              return enabled == null ? after : enabled ? after.enabled() : webhooks.disabled(after);
            }));
  }

  @DeleteMapping("/{id}")
  @Needs(Ability.WEBHOOKS_WRITE)
  ResponseEntity<Void> remove(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
    webhooks.remove(caller.scope(), endpoint(id));
    return ResponseEntity.noContent().build();
  }

  /** Not kept for repetitions: the answer carries a secret. */
  @PostMapping("/{id}/rotate-secret")
  @Needs(Ability.WEBHOOKS_WRITE)
  EndpointJson rotate(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var endpoint = endpoint(id);
    var bytes = JsonBody.bytes(http);
    var hours = bytes.length == 0 ? DAY : overlapHours(JsonBody.of(http, bytes));
    return EndpointJson.of(webhooks.rotate(caller.scope(), endpoint, Duration.ofHours(hours)));
  }

  private static long overlapHours(JsonBody body) {
    var hours =
        body.has("overlap_hours") ? body.integer("overlap_hours", 0, MOST_OVERLAP_HOURS) : DAY;
    body.end().check();
    return hours;
  }

  @PostMapping("/{id}/test")
  @Needs(Ability.WEBHOOKS_WRITE)
  ResponseEntity<byte[]> test(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var endpoint = endpoint(id);
    var body = JsonBody.nothing(http);
    return idempotency.once(
        caller.scope(),
        http,
        body,
        tx -> Answer.accepted(DeliveryJson.of(webhooks.test(tx, endpoint), List.of())));
  }
}
