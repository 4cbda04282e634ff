package com.quittance.billing.infrastructure.stripe;

import com.quittance.billing.application.GatewayNotice;
import com.quittance.billing.application.GatewayNotice.Origin;
import com.quittance.money.Money;
import com.quittance.tenancy.Router.Unrouted;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Stripe tells, in the few members we read: they are the same in every version of its API.
 *
 * @param reference the PaymentIntent it is about; null when it is about something else
 */
record StripeMessage(
    String id,
    String type,
    @Nullable String reference,
    @Nullable Money paid,
    String reason,
    Origin origin) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Ids, types, currencies and codes of Stripe's are all of this kind. */
  private static final Pattern NAME = Pattern.compile("[ -~]{1,255}");

  /** What we write into the metadata of the payments we make: names nobody else will use. */
  static final String PAYMENT = "quittance_payment";

  static final String INVOICE = "quittance_invoice";

  private static final String SUCCEEDED = "payment_intent.succeeded";
  private static final String FAILED = "payment_intent.payment_failed";

  /**
   * Empty when it is no event of Stripe's.
   *
   * @param live whether our payments are made in live mode; null when we cannot know
   */
  static Optional<StripeMessage> read(byte[] body, @Nullable Boolean live) {
    try {
      var event = JSON.readTree(body);
      var id = text(event.path("id"));
      var type = text(event.path("type"));
      if (id == null || type == null) {
        return Optional.empty();
      }
      var object = event.path("data").path("object");
      var isIntent =
          "payment_intent".equals(text(object.path("object")))
              || type.startsWith("payment_intent.");
      return Optional.of(
          new StripeMessage(
              id,
              type,
              isIntent ? text(object.path("id")) : null,
              paid(object),
              reason(object),
              origin(event, object, live)));
    } catch (JacksonException malformed) {
      return Optional.empty();
    }
  }

  /** The types we act upon. */
  static boolean isOurs(String type) {
    return isSuccess(type) || type.equals(FAILED);
  }

  static boolean isSuccess(String type) {
    return type.equals(SUCCEEDED);
  }

  GatewayNotice notice() {
    return new GatewayNotice(StripeGateway.NAME, id, type, isSuccess(type), paid, reason, origin);
  }

  Unrouted unrouted() {
    return new Unrouted(
        StripeGateway.NAME,
        id,
        type,
        reference,
        paid,
        reason,
        origin.payment(),
        origin.invoice(),
        origin.foreign());
  }

  /** What was kept while its payment was not registered. Empty when its type says nothing to us. */
  static Optional<GatewayNotice> noticeOf(Unrouted kept) {
    return isOurs(kept.type())
        ? Optional.of(
            new GatewayNotice(
                kept.gateway(),
                kept.eventId(),
                kept.type(),
                isSuccess(kept.type()),
                kept.amount(),
                kept.reason(),
                new Origin(kept.payment(), kept.invoice(), kept.foreign())))
        : Optional.empty();
  }

  /**
   * A message of a connected account names it; our payments are made with the account of the key.
   */
  private static Origin origin(JsonNode event, JsonNode intent, @Nullable Boolean live) {
    var metadata = intent.path("metadata");
    return new Origin(
        text(metadata.path(PAYMENT)), text(metadata.path(INVOICE)), foreign(event, live));
  }

  private static @Nullable String foreign(JsonNode event, @Nullable Boolean live) {
    if (event.hasNonNull("account")) {
      return "it is of the connected account "
          + Objects.requireNonNullElse(text(event.path("account")), "of no name");
    }
    return live == null || event.path("livemode").asBoolean(false) == live
        ? null
        : "it is of %s mode".formatted(live ? "test" : "live");
  }

  private static @Nullable Money paid(JsonNode intent) {
    var currency = text(intent.path("currency"));
    var amount = intent.path("amount_received");
    if (amount.isMissingNode()) {
      amount = intent.path("amount");
    }
    if (currency == null || !amount.canConvertToLong()) {
      return null;
    }
    try {
      return StripeAmount.toMoney(amount.asLong(), currency);
    } catch (IllegalArgumentException | ArithmeticException unknownCurrency) {
      return null;
    }
  }

  /** Safe as a tag: letters, digits and underscores. */
  private static String reason(JsonNode intent) {
    var error = intent.path("last_payment_error");
    var code = text(error.path("decline_code"));
    var reason = code == null ? text(error.path("code")) : code;
    if (reason == null) {
      return "unknown";
    }
    var safe = reason.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return safe.substring(0, Math.min(safe.length(), 64));
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() && NAME.matcher(node.asString()).matches() ? node.asString() : null;
  }
}
