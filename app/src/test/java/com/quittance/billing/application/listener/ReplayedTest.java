package com.quittance.billing.application.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.application.GatewayNotice;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.Replay;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the listeners do when an operator has events delivered again. */
class ReplayedTest {

  @TempDir Path folder;
  private TestHouse house;

  @BeforeEach
  void open() {
    house = TestHouse.open(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aFailureIsToldAgainButCountedOnce() {
    var invoice = house.createInvoice(500_000);
    house.work();
    var processPayment = house.house().processPayment();
    var request = new ProcessPayment.Request("stripe", 500_000L, "pi_1");
    var payment = processPayment.start(house.scope(), invoice.id(), request).payment().id();
    processPayment.fail(
        house.scope(),
        payment,
        new GatewayNotice(
            "stripe", "evt_1", "payment_intent.payment_failed", false, null, "card_declined"));
    house.work();
    var mails = house.mails().size();

    replay("PaymentFailed");

    assertThat(house.mails()).hasSize(mails + 1);
    assertThat(
            house
                .sql()
                .sql("select failure_count from payment where id = ?")
                .param(payment.value())
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void aPaymentIsWrittenDownForTheAuditOnce() {
    var invoice = house.createInvoice(500_000);
    house
        .house()
        .processPayment()
        .start(house.scope(), invoice.id(), new ProcessPayment.Request("manual", 500_000L, null));
    house.work();

    replay("PaymentReceived");

    assertThat(house.outcomes("LogPaymentEvent")).containsExactly("completed", "completed");
    assertThat(house.count("payment_audit")).isOne();
  }

  private void replay(String type) {
    house.house().relay().replays().run(Replay.of(EventFilter.ALL.ofType(type)), "test", _ -> {});
    house.work();
  }
}
