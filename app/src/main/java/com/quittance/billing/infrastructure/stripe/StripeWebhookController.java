package com.quittance.billing.infrastructure.stripe;

import com.quittance.billing.application.GatewayNotice;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.infrastructure.store.GatewayEvents.Outcome;
import com.quittance.http.JsonBody;
import com.quittance.http.Open;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.RequestId;
import com.quittance.relay.LogContext;
import com.quittance.relay.Scope;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.Router.RoutedPayment;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hears what Stripe has to say. Its messages come more than once and in any order; a message acted
 * upon before changes nothing, one that says nothing to us is kept and acknowledged.
 */
@RestController
public final class StripeWebhookController {

  private static final Logger LOG = LoggerFactory.getLogger(StripeWebhookController.class);

  private final @Nullable StripeSignature signature;
  private final @Nullable Boolean live;
  private final Router router;
  private final ProcessPayment processPayment;
  private final Clock clock;

  /**
   * @param signature null when no webhook secret is set: then nobody is believed
   * @param live whether our payments are made in live mode; null when we cannot know
   */
  public StripeWebhookController(
      @Nullable StripeSignature signature,
      @Nullable Boolean live,
      Router router,
      ProcessPayment processPayment,
      Clock clock) {
    this.signature = signature;
    this.live = live;
    this.router = router;
    this.processPayment = processPayment;
    this.clock = clock;
  }

  /**
   * @param outcome confirmed, failed, mismatch; ignored when it changed nothing, unrouted when it
   *     belongs to no payment of ours
   */
  record Received(boolean received, String outcome) {}

  @PostMapping("/webhooks/stripe")
  @Open("Stripe signs what it sends")
  Received receive(HttpServletRequest request) {
    if (signature == null) {
      throw Problem.of(
          Type.NOT_CONFIGURED, "No webhook secret is set (QUITTANCE_STRIPE_WEBHOOK_SECRET).");
    }
    var body = JsonBody.bytes(request);
    var header = request.getHeader("Stripe-Signature");
    if (header == null || !signature.fits(body, header)) {
      throw Problem.of(
          Type.SIGNATURE_INVALID,
          "Stripe-Signature is missing, forged, or more than 300 seconds off.");
    }
    var message =
        StripeMessage.read(body, live)
            .orElseThrow(() -> Problem.of(Type.MALFORMED_JSON, "Expected an event of Stripe's."));
    return new Received(true, act(message, request));
  }

  /**
   * Kept first and looked for again after, as the payment may be registered in between: of the two
   * sides, each of which writes before it reads, one sees the other. What names the only payment
   * with its reference is nobody else's, and need not be kept.
   */
  private String act(StripeMessage message, HttpServletRequest request) {
    var isOurs = StripeMessage.isOurs(message.type());
    var routed = isOurs ? route(message, request) : List.<Routed>of();
    if (routed.size() != 1 || !isOf(routed.getFirst(), message)) {
      router.keep(message.unrouted(), clock.instant());
      routed = isOurs ? route(message, request) : List.of();
    }
    var notice = routed.size() <= 1 ? message.notice() : message.notice().unclaimed();
    return routed.stream()
        .map(to -> hear(to.scope, to.payment, notice))
        .min(Comparator.comparing(outcome -> outcome != Outcome.MISMATCH))
        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
        .orElse("unrouted");
  }

  private Outcome hear(Scope scope, PaymentId payment, GatewayNotice notice) {
    try (var _ = LogContext.of(scope)) {
      var outcome = processPayment.hear(scope, payment, notice);
      if (outcome == Outcome.MISMATCH) {
        LOG.error("What Stripe told of payment {} does not fit it: review it", payment);
      }
      return outcome;
    }
  }

  private record Routed(Scope scope, PaymentId payment) {}

  /**
   * Of several companies with the same reference, the one whose payment the message names; all of
   * them when it names none, or whoever registers a neighbour's reference could silence it.
   */
  private List<Routed> route(StripeMessage message, HttpServletRequest request) {
    var reference = message.reference();
    if (reference == null) {
      return List.of();
    }
    var all =
        router.payments(StripeGateway.NAME, reference).stream()
            .map(payment -> routed(payment, request))
            .toList();
    if (all.size() <= 1) {
      return all;
    }
    return all.stream().filter(one -> isOf(one, message)).findFirst().map(List::of).orElse(all);
  }

  private boolean isOf(Routed to, StripeMessage message) {
    return processPayment.isNamed(to.scope, to.payment, message.notice());
  }

  private static Routed routed(RoutedPayment payment, HttpServletRequest request) {
    return new Routed(
        Scope.of(payment.tenant().value(), "gateway:stripe", RequestId.of(request))
            .from(request.getRemoteAddr()),
        new PaymentId(payment.payment()));
  }
}
