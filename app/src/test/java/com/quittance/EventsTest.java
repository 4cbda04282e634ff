package com.quittance;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.billing.domain.BillingEvent;
import com.quittance.billing.domain.ClientEvent;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Listener;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The map of events against the contract's two tables. */
class EventsTest {

  private static final List<Duration> ONE_FIVE_FIFTEEN =
      List.of(ofMinutes(1), ofMinutes(5), ofMinutes(15));
  private static final List<Duration> ONE_FIVE = List.of(ofMinutes(1), ofMinutes(5));

  record Promise(
      String event, String listener, int tries, List<Duration> backoff, boolean alertsTheAdmin) {}

  static Stream<Promise> contract() {
    return Stream.of(
        new Promise("InvoiceCreated", "SendInvoiceNotification", 3, ONE_FIVE_FIFTEEN, true),
        new Promise("InvoiceCreated", "GenerateInvoicePdf", 2, List.of(ofSeconds(30)), true),
        new Promise("InvoiceSendRequested", "SendInvoiceAgain", 3, ONE_FIVE_FIFTEEN, true),
        new Promise("InvoiceVoided", "SendVoidNotice", 3, ONE_FIVE_FIFTEEN, true),
        new Promise("PaymentRefunded", "SendRefundNotice", 3, ONE_FIVE_FIFTEEN, false),
        new Promise("RefundFailed", "TellOfFailedRefund", 5, ONE_FIVE_FIFTEEN, false),
        new Promise(
            "RefundRequested",
            "ExecuteRefund",
            8,
            List.of(ofSeconds(10), ofMinutes(1), ofMinutes(10), ofMinutes(60)),
            true),
        new Promise("InvoicePaid", "UpdateInvoiceStatus", 3, ONE_FIVE_FIFTEEN, false),
        new Promise("InvoiceOverdue", "SendOverdueReminder", 2, ONE_FIVE, false),
        new Promise("PaymentReceived", "LogPaymentEvent", 5, ONE_FIVE_FIFTEEN, false),
        new Promise("PaymentReceived", "NotifyAccountant", 3, ONE_FIVE_FIFTEEN, true),
        new Promise("PaymentFailed", "HandlePaymentFailure", 2, ONE_FIVE, true),
        new Promise(
            "job:SendResetLink",
            "SendResetLink",
            4,
            List.of(ofSeconds(10), ofMinutes(1), ofMinutes(5)),
            false),
        new Promise("PasswordChanged", "SendSignInNotice", 5, ONE_FIVE_FIFTEEN, false),
        new Promise("SecondFactorEnabled", "SendSignInNotice", 5, ONE_FIVE_FIFTEEN, false),
        new Promise("SecondFactorDisabled", "SendSignInNotice", 5, ONE_FIVE_FIFTEEN, false),
        new Promise("RecoveryCodesRenewed", "SendSignInNotice", 5, ONE_FIVE_FIFTEEN, false),
        new Promise("job:SendTokenNotice", "SendTokenNotice", 5, ONE_FIVE_FIFTEEN, false),
        new Promise("RecoveryCodeUsed", "SendSignInNotice", 5, ONE_FIVE_FIFTEEN, false),
        new Promise("job:SendInvitation", "SendInvitation", 3, ONE_FIVE_FIFTEEN, true));
  }

  @ParameterizedTest
  @MethodSource("contract")
  void everyListenerKeepsItsPromise(Promise promise) {
    var listener = listener(promise.event(), promise.listener());
    assertThat(listener.retry().tries()).isEqualTo(promise.tries());
    assertThat(listener.retry().backoff()).isEqualTo(promise.backoff());
    assertThat(listener instanceof GivesUp<?>).isEqualTo(promise.alertsTheAdmin());
  }

  @ParameterizedTest
  @MethodSource("everyListenerOfTheMap")
  void nobodyListensWhoIsNotInTheContract(String listener) {
    assertThat(Stream.concat(contract().map(Promise::listener), WEBHOOKS.stream()))
        .contains(listener);
  }

  /** Beside the contract's seven. */
  private static final List<String> WEBHOOKS =
      List.of("QueueWebhooks", "SendWebhook", "TellOfDisabledWebhook");

  /** Whoever adds an event of billing need not think of it. */
  @Test
  void othersCanBeToldOfAllThatHappensInBilling() {
    for (var binding : MAP.bindings()) {
      var isPublic =
          BillingEvent.class.isAssignableFrom(binding.event())
              || ClientEvent.class.isAssignableFrom(binding.event());
      assertThat(binding.listener("QueueWebhooks").isPresent())
          .as(binding.type())
          .isEqualTo(isPublic);
    }
  }

  static Stream<String> everyListenerOfTheMap() {
    return MAP.bindings().stream().flatMap(b -> b.listeners().stream()).map(Listener::name);
  }

  private static Listener<?> listener(String event, String name) {
    return MAP.bindings().stream()
        .filter(binding -> binding.type().equals(event))
        .flatMap(binding -> binding.listeners().stream())
        .filter(listener -> listener.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static final com.quittance.relay.EventMap<?> MAP = House.events();
}
