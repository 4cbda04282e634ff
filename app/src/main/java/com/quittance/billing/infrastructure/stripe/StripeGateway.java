package com.quittance.billing.infrastructure.stripe;

import com.quittance.billing.application.GatewayNotice;
import com.quittance.billing.application.GatewayNotice.Origin;
import com.quittance.billing.application.PaymentGateway;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.Refund;
import com.quittance.billing.domain.Refusal.GatewayFailed;
import com.quittance.billing.domain.Refusal.GatewayNotConfigured;
import com.quittance.billing.domain.Refusal.GatewayUnanswered;
import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refused;
import com.quittance.money.Money;
import com.quittance.settings.Settings;
import com.quittance.tenancy.Router;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.service.PaymentIntentService;
import com.stripe.service.RefundService;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Payments by card and wallet, through Stripe's own library. */
public final class StripeGateway implements PaymentGateway {

  public static final String NAME = "stripe";

  private static final Logger LOG = LoggerFactory.getLogger(StripeGateway.class);
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final String REFUND = "refund";
  private static final long MOST_REFUNDS = 100;

  private final Router router;
  private final @Nullable StripeClient stripe;

  public StripeGateway(Settings.Stripe settings, Router router) {
    this.router = router;
    var key = settings.apiKey();
    this.stripe =
        key == null
            ? null
            : StripeClient.builder()
                .setApiKey(key.value())
                .setApiBase(settings.apiBase().toString())
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setReadTimeout(TIMEOUT_MILLIS)
                .setMaxNetworkRetries(1)
                .build();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean settlesAtOnce() {
    return false;
  }

  @Override
  public Created create(Payment payment, String invoiceNumber) {
    if (stripe == null) {
      throw new Refused(
          new GatewayNotConfigured(
              NAME,
              "no API key is set (QUITTANCE_STRIPE_API_KEY); a gateway_reference needs none"));
    }
    try {
      var intent =
          stripe
              .v1()
              .paymentIntents()
              .create(
                  params(payment, invoiceNumber),
                  RequestOptions.builder().setIdempotencyKey(payment.id().toString()).build());
      return new Created(intent.getId(), intent.getClientSecret());
    } catch (StripeException failed) {
      LOG.warn("Stripe made no payment for {}: {}", payment.id(), failed.getMessage());
      var code = failed.getCode();
      if (isFinal(failed) || isItsFault(failed)) {
        throw refused(Objects.requireNonNullElse(code, "refused"));
      }
      throw new Refused(
          new GatewayUnanswered(
              NAME, Objects.requireNonNullElse(code, "it could not be reached or did not answer")));
    }
  }

  @Override
  public String refund(Payment payment, Refund refund) {
    if (stripe == null) {
      throw new IllegalStateException(
          "no Stripe API key is set (QUITTANCE_STRIPE_API_KEY): the refund waits for one");
    }
    try {
      var refunds = stripe.v1().refunds();
      var known = known(refunds, payment, refund);
      if (known.isPresent()) {
        return read(known.get());
      }
      requireOurs(stripe.v1().paymentIntents(), payment);
      return read(
          refunds.create(
              RefundCreateParams.builder()
                  .setPaymentIntent(payment.gatewayReference())
                  .setAmount(StripeAmount.of(refund.amount()))
                  .putMetadata(StripeMessage.PAYMENT, payment.id().toString())
                  .putMetadata(REFUND, refund.id().toString())
                  .build(),
              RequestOptions.builder().setIdempotencyKey(refund.id().toString()).build()));
    } catch (StripeException failed) {
      LOG.warn("Stripe gave nothing back for {}: {}", refund.id(), failed.getMessage());
      if (isFinal(failed)) {
        throw refused(Objects.requireNonNullElse(failed.getCode(), "refused"));
      }
      throw new IllegalStateException("Stripe did not answer", failed);
    }
  }

  /**
   * All companies share the account: one that has registered a reference which says nothing of ours
   * gives back nothing of it.
   */
  private static void requireOurs(PaymentIntentService intents, Payment payment)
      throws StripeException {
    var metadata = intents.retrieve(payment.gatewayReference()).getMetadata();
    var origin =
        metadata == null
            ? Origin.UNSAID
            : new Origin(
                metadata.get(StripeMessage.PAYMENT), metadata.get(StripeMessage.INVOICE), null);
    if (!origin.names(payment)) {
      throw refused("metadata_missing");
    }
  }

  /** Stripe forgets an idempotency key after a day, and this may be a try of a week later. */
  private static Optional<com.stripe.model.Refund> known(
      RefundService refunds, Payment payment, Refund refund) throws StripeException {
    var all =
        refunds.list(
            RefundListParams.builder()
                .setPaymentIntent(payment.gatewayReference())
                .setLimit(MOST_REFUNDS)
                .build());
    return all.getData().stream()
        .filter(made -> made.getMetadata() != null)
        .filter(made -> refund.id().toString().equals(made.getMetadata().get(REFUND)))
        .findFirst();
  }

  /** One that is pending at Stripe is on its way. */
  private static String read(com.stripe.model.Refund made) {
    var status = Objects.requireNonNullElse(made.getStatus(), "succeeded");
    return switch (status) {
      case "failed", "canceled" ->
          throw refused(Objects.requireNonNullElse(made.getFailureReason(), status));
      default -> made.getId();
    };
  }

  @Override
  public void checkRefundable(Money amount) {
    try {
      StripeAmount.of(amount);
    } catch (IllegalArgumentException inexpressible) {
      throw new Refused(new Invalid("amount", String.valueOf(inexpressible.getMessage())));
    }
  }

  /** It understood, and said no; the rest may pass. */
  private static boolean isFinal(StripeException failed) {
    var status = failed.getStatusCode();
    return status != null
        && switch (status) {
          case 400, 402, 403, 404 -> true;
          default -> false;
        };
  }

  /** It would answer the same for a day, so that only another key leads on. */
  private static boolean isItsFault(StripeException failed) {
    var status = failed.getStatusCode();
    return status != null && status >= 500;
  }

  /**
   * Where several companies have registered a reference, each hears what names its payment, and
   * that there is something which names none.
   */
  @Override
  public List<GatewayNotice> heardBefore(Payment payment) {
    var reference = payment.gatewayReference();
    if (reference == null) {
      return List.of();
    }
    var alone = router.payments(NAME, reference).size() <= 1;
    if (!alone) {
      LOG.warn("Several companies have registered Stripe's {}: its metadata decides", reference);
    }
    return router.unrouted(NAME, reference).stream()
        .flatMap(kept -> StripeMessage.noticeOf(kept).stream())
        .filter(notice -> alone || notice.names(payment) || notice.namesNone())
        .map(notice -> alone || notice.names(payment) ? notice : notice.unclaimed())
        .toList();
  }

  private static PaymentIntentCreateParams params(Payment payment, String invoiceNumber) {
    return PaymentIntentCreateParams.builder()
        .setAmount(amount(payment))
        .setCurrency(payment.amount().currency().getCurrencyCode().toLowerCase(Locale.ROOT))
        .setDescription(invoiceNumber)
        .setAutomaticPaymentMethods(
            PaymentIntentCreateParams.AutomaticPaymentMethods.builder().setEnabled(true).build())
        .putMetadata(StripeMessage.INVOICE, payment.invoice().toString())
        .putMetadata(StripeMessage.PAYMENT, payment.id().toString())
        .build();
  }

  private static long amount(Payment payment) {
    try {
      return StripeAmount.of(payment.amount());
    } catch (IllegalArgumentException inexpressible) {
      throw new Refused(new Invalid("amount", String.valueOf(inexpressible.getMessage())));
    }
  }

  private static Refused refused(String reason) {
    return new Refused(new GatewayFailed(NAME, reason));
  }
}
