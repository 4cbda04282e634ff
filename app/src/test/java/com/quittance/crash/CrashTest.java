package com.quittance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.application.GatewayNotice;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.PaymentId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand events are worked by processes that are killed with SIGKILL at random. Nothing is
 * lost, nothing is stuck, nothing is counted twice, and no mail is repeated that the ledger does
 * not know of.
 */
class CrashTest {

  private static final int INVOICES = 100;
  private static final int RECEIVED = 1_700;
  private static final int FAILED = 200;
  private static final int KILLS = 6;

  @TempDir Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void killedAtRandomNothingIsLostAndNothingIsDoneTwice() throws Exception {
    try (var house = TestHouse.open(folder)) {
      var payment = announce(house);
      var heard =
          "select count(*) from relay.event where type similar to '(Invoice|Payment(Rec|Fail))%'";
      assertThat(number(house, heard)).isEqualTo(INVOICES + RECEIVED + FAILED + 2);
      var deliveries = house.count("relay.delivery");

      var workers = new ArrayList<>(List.of(start(house), start(house)));
      try {
        for (var kill = 0; kill < KILLS; kill++) {
          var enough = deliveries * (kill + 1) / (KILLS + 2) - random.nextInt(100);
          await("kill " + kill, () -> completed(house) > enough);
          workers.remove(random.nextInt(workers.size())).destroyForcibly().waitFor();
          workers.add(start(house));
        }
        await("the end of all work", () -> house.count("relay.delivery") == 0);
      } finally {
        for (var worker : workers) {
          worker.destroyForcibly().waitFor();
        }
      }
      verify(house, deliveries, payment);
    }
  }

  private void verify(TestHouse house, long deliveries, PaymentId payment) throws Exception {
    var sql = house.sql();
    var crashed = number(house, "select count(*) from relay.attempt where outcome = 'crashed'");
    var repeats = number(house, "select coalesce(sum(possible_repeats), 0) from mail_delivery");
    var ids = house.mails().stream().collect(Collectors.groupingBy(CrashTest::messageId)).values();
    var repeated = ids.stream().mapToLong(same -> same.size() - 1).sum();
    System.out.printf(
        "seed %d: %d kills, %d deliveries, %d crashed attempts, %d mails, %d repeated, %d possible repeats in the ledger%n",
        seed, KILLS, deliveries, crashed, house.mails().size(), repeated, repeats);

    assertThat(
            sql.sql("select listener || ': ' || reason || ', ' || error from relay.failed_job")
                .query(String.class)
                .list())
        .as("given up")
        .isEmpty();
    assertThat(completed(house)).as("completed once each").isEqualTo(deliveries);
    assertThat(
            number(
                house,
                "select count(distinct delivery_id) from relay.attempt where outcome = 'completed'"))
        .isEqualTo(deliveries);
    assertThat(
            sql.sql("select failure_count from payment where id = ?")
                .param(payment.value())
                .query(Integer.class)
                .single())
        .as("counted exactly once each")
        .isEqualTo(FAILED);
    assertThat(house.count("payment_audit")).isEqualTo(RECEIVED);
    assertThat(
            number(house, "select count(*) from invoice where metadata ? 'notification_sent_at'"))
        .isEqualTo(INVOICES + 2);
    assertThat(number(house, "select count(*) from mail_delivery where state <> 'sent'")).isZero();
    assertThat(ids).as("every mail").hasSize((int) house.count("mail_delivery"));
    assertThat(repeated).as("mails repeated").isLessThanOrEqualTo(repeats);
  }

  /** Invoices to mail, payments to write down, and failures to count, all of one tenant. */
  private static PaymentId announce(TestHouse house) {
    for (var i = 0; i < INVOICES; i++) {
      house.createInvoice(10_000 + i);
    }
    var paid = house.createInvoice(1_000_000);
    for (var i = 0; i < RECEIVED; i++) {
      start(house, paid, new ProcessPayment.Request("manual", 100, null));
    }
    var unlucky = house.createInvoice(1_000_000);
    var payment = start(house, unlucky, new ProcessPayment.Request("stripe", 1_000_000, "pi_1"));
    for (var i = 0; i < FAILED; i++) {
      var notice =
          new GatewayNotice(
              "stripe", "evt_" + i, "payment_intent.payment_failed", false, null, "card_declined");
      house.house().processPayment().fail(house.scope(), payment, notice);
    }
    return payment;
  }

  private static PaymentId start(TestHouse house, Invoice invoice, ProcessPayment.Request request) {
    return house
        .house()
        .processPayment()
        .start(house.scope(), invoice.id(), request)
        .payment()
        .id();
  }

  private Process start(TestHouse house) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName(),
            folder.toString());
    builder.environment().putAll(house.environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("worker.log").toFile())
        .start();
  }

  private static long completed(TestHouse house) {
    return number(house, "select count(*) from relay.attempt where outcome = 'completed'");
  }

  private static long number(TestHouse house, String query) {
    return house.sql().sql(query.replace(" ? '", " ?? '")).query(Long.class).single();
  }

  private static String messageId(jakarta.mail.internet.MimeMessage mail) {
    try {
      return mail.getMessageID();
    } catch (jakarta.mail.MessagingException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofMinutes(4).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain for %s", what).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
