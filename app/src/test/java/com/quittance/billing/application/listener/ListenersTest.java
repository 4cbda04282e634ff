package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.application.GatewayNotice;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.PaymentId;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each listener: what it does, when it tries again, what it does when it gives up. */
class ListenersTest {

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
  void theClientIsSentTheInvoiceWithItsPdf() throws Exception {
    var invoice = house.createInvoice(1_180_000);
    house.work();

    var mail = house.mails().getFirst();
    assertThat(house.mails()).hasSize(1);
    assertThat(mail.getAllRecipients()[0]).hasToString("Boulangerie Ndiaye <awa@ndiaye.example>");
    assertThat(mail.getSubject()).contains(invoice.number());
    assertThat(attachment(mail)).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    assertThat(house.invoice(invoice.id()).metadata().notificationSentAt())
        .isEqualTo(TestHouse.START);
  }

  @Test
  void thePdfIsMadeOnceByWhoeverNeedsItFirst() {
    var invoice = house.createInvoice(1_180_000);
    house.work();
    assertThat(house.count("invoice_pdf")).isEqualTo(1);
    assertThat(house.invoice(invoice.id()).metadata().pdf()).matches("[0-9a-f]{64}");
    var once = house.house().generatePdf().current(house.scope(), invoice.id());
    assertThat(house.house().generatePdf().current(house.scope(), invoice.id())).isEqualTo(once);
  }

  @Test
  void aMailServerThatIsDownTwiceStillGetsTheInvoiceOut() {
    house.mailDown();
    var invoice = house.createInvoice(1_180_000);
    house.work();
    house.advance(ofSeconds(59));
    house.work();
    assertThat(house.outcomes("SendInvoiceNotification")).containsExactly("retried");
    house.advance(ofSeconds(1));
    house.work();
    assertThat(house.outcomes("SendInvoiceNotification")).containsExactly("retried", "retried");

    house.mailUp();
    house.advance(ofMinutes(5).minusSeconds(1));
    house.work();
    assertThat(house.mails()).isEmpty();
    house.advance(ofSeconds(1));
    house.work();
    assertThat(house.mails()).hasSize(1);
    assertThat(house.outcomes("SendInvoiceNotification"))
        .containsExactly("retried", "retried", "completed");
    assertThat(house.invoice(invoice.id()).metadata().notificationSentAt())
        .isEqualTo(TestHouse.START.plus(ofMinutes(6)));
  }

  @Test
  void theAdminIsAlertedWhenTheInvoiceCouldNotBeMailed() throws Exception {
    house.mailDown();
    var invoice = house.createInvoice(1_180_000);
    workThrough(ofMinutes(1), ofMinutes(5));
    assertThat(house.outcomes("SendInvoiceNotification"))
        .containsExactly("retried", "retried", "failed");
    assertThat(failed()).containsExactly("SendInvoiceNotification");
    assertThat(notifications("critical")).singleElement().asString().contains(invoice.number());

    house.mailUp();
    house.advance(ofMinutes(1));
    house.work();
    var alert = house.mails().getFirst();
    assertThat(alert.getAllRecipients()[0]).hasToString("compta@sahel.example");
    assertThat(alert.getSubject()).contains(invoice.number());
    assertThat(notifications("critical")).hasSize(1);
  }

  @Test
  void aPdfThatCannotBeStoredIsTriedOnceMoreAndThenReported() {
    house.sql().sql("revoke insert on invoice_pdf from quittance_app").update();
    house.createInvoice(1_180_000);
    workThrough(ofSeconds(30));
    house.sql().sql("grant insert on invoice_pdf to quittance_app").update();
    assertThat(house.outcomes("GenerateInvoicePdf")).containsExactly("retried", "failed");
    assertThat(house.outcomes("GenerateInvoicePdf.gaveUp")).containsExactly("completed");
    assertThat(failed()).containsExactly("GenerateInvoicePdf");
    assertThat(house.mails()).hasSize(1);
  }

  @Test
  void thePaidInvoiceIsThankedForWithThePaidPdf() throws Exception {
    var invoice = house.createInvoice(500_000);
    house.work();
    pay(invoice, 500_000);
    house.work();
    assertThat(house.mails()).hasSize(2);
    assertThat(text(attachment(house.mails().getLast()))).contains("PAYÉE");
    var metadata = house.invoice(invoice.id()).metadata();
    assertThat(metadata.paidNotificationSentAt()).isEqualTo(TestHouse.START);
    assertThat(
            house.sql().sql("select copy from invoice_pdf order by 1").query(String.class).list())
        .containsExactly("issued", "paid");
  }

  @Test
  void thanksAreTriedThreeTimesAndThenKeptInTheFailedStore() {
    var invoice = house.createInvoice(500_000);
    house.work();
    house.mailDown();
    pay(invoice, 500_000);
    workThrough(ofMinutes(1), ofMinutes(5));
    assertThat(house.outcomes("UpdateInvoiceStatus"))
        .containsExactly("retried", "retried", "failed");
    assertThat(failed()).containsExactly("UpdateInvoiceStatus");

    house.mailUp();
    house.house().relay().failedJobs().retryAll();
    house.work();
    assertThat(house.mails()).hasSize(1);
    assertThat(failed()).isEmpty();
  }

  @Test
  void anOverdueInvoiceGoesThroughItsFourMilestones() throws Exception {
    var invoice =
        house.createInvoice(house.tenant(), 500_000, house.tenant().today(TestHouse.START));
    house.work();
    for (var day = 1; day <= 40; day++) {
      house.advance(Duration.ofDays(1));
      house.house().schedule().run();
      house.work();
    }
    var metadata = house.invoice(invoice.id()).metadata();
    assertThat(metadata.reminderCount()).isEqualTo(4);
    assertThat(metadata.lastOverdueMilestone()).isEqualTo(30);
    assertThat(house.mails()).hasSize(5);
    assertThat(tags("InvoiceOverdue"))
        .extracting(tags -> tags.get(1))
        .containsExactly("days:1", "days:7", "days:14", "days:30");
  }

  @Test
  void aReminderIsTriedTwice() {
    house.createInvoice(house.tenant(), 500_000, house.tenant().today(TestHouse.START));
    house.work();
    house.advance(Duration.ofDays(1));
    house.mailDown();
    house.house().schedule().run();
    workThrough(ofMinutes(1));
    assertThat(house.outcomes("SendOverdueReminder")).containsExactly("retried", "failed");
    assertThat(failed()).containsExactly("SendOverdueReminder");
  }

  @Test
  void nobodyIsRemindedOfWhatWasPaidInTheMeantime() {
    var invoice =
        house.createInvoice(house.tenant(), 500_000, house.tenant().today(TestHouse.START));
    house.work();
    house.advance(Duration.ofDays(1));
    house.house().schedule().run();
    pay(invoice, 500_000);
    house.work();
    assertThat(house.outcomes("SendOverdueReminder")).containsExactly("completed");
    assertThat(house.invoice(invoice.id()).metadata().reminderCount()).isZero();
  }

  @Test
  void aPaymentIsWrittenDownForTheAudit() {
    var invoice = house.createInvoice(500_000);
    pay(invoice, 200_000);
    house.work();
    assertThat(house.sql().sql("select * from payment_audit").query().singleRow())
        .containsEntry("amount", 200_000L)
        .containsEntry("currency", "XOF")
        .containsEntry("gateway", "manual")
        .containsEntry("client_name", "Boulangerie Ndiaye")
        .containsEntry("invoice_number", invoice.number());
  }

  @Test
  void theAnalyticsSinkIsTriedFiveTimesAndMayRecover() throws Exception {
    var answers = new AtomicInteger();
    var sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(answers.incrementAndGet() < 5 ? 500 : 204, -1);
          exchange.close();
        });
    sink.start();
    var url = "http://127.0.0.1:" + sink.getAddress().getPort() + "/";
    try (var other = TestHouse.open(folder, Map.of("QUITTANCE_ANALYTICS_URL", url))) {
      var invoice = other.createInvoice(500_000);
      pay(other, invoice, 500_000);
      other.work();
      for (var wait : List.of(1, 5, 15, 15)) {
        other.advance(ofMinutes(wait));
        other.work();
      }
      assertThat(other.outcomes("LogPaymentEvent"))
          .containsExactly("retried", "retried", "retried", "retried", "completed");
      assertThat(other.count("payment_audit")).isEqualTo(1);
    } finally {
      sink.stop(0);
    }
  }

  @Test
  void theAccountantHearsOfWhatIsAboveTheThresholdOnly() throws Exception {
    var invoice = house.createInvoice(3_000_000);
    house.work();
    pay(invoice, 1_000_000);
    house.work();
    assertThat(house.mails()).hasSize(1);
    assertThat(notifications("info")).isEmpty();

    pay(invoice, 1_000_001);
    house.work();
    assertThat(house.mails()).hasSize(2);
    assertThat(house.mails().getLast().getAllRecipients()[0]).hasToString("compta@sahel.example");
    assertThat(notifications("info")).hasSize(1);
  }

  @Test
  void theAdminIsToldWhenTheAccountantCannotBe() {
    var invoice = house.createInvoice(3_000_000);
    house.work();
    house.mailDown();
    pay(invoice, 2_000_000);
    workThrough(ofMinutes(1), ofMinutes(5));
    assertThat(house.outcomes("NotifyAccountant")).containsExactly("retried", "retried", "failed");
    assertThat(notifications("warning")).hasSize(1);
  }

  @Test
  void aPaymentThatFailsThreeTimesCallsAPerson() throws Exception {
    var invoice = house.createInvoice(500_000);
    house.work();
    var payment = startStripe(invoice, 500_000);
    for (var failure = 1; failure <= 3; failure++) {
      fail(payment, "evt_" + failure);
      house.work();
      assertThat(notifications("critical")).hasSize(failure < 3 ? 0 : 1);
    }
    // One invoice, three letters to the client, one alert to the admin.
    assertThat(house.mails()).hasSize(5);
    assertThat(house.mails().getLast().getAllRecipients()[0]).isNotNull();
    assertThat(failureCount(payment)).isEqualTo(3);
  }

  @Test
  void aFailureNobodyCouldBeToldOfIsReported() {
    var invoice = house.createInvoice(500_000);
    house.work();
    var payment = startStripe(invoice, 500_000);
    house.mailDown();
    fail(payment, "evt_1");
    workThrough(ofMinutes(1));
    assertThat(house.outcomes("HandlePaymentFailure")).containsExactly("retried", "failed");
    assertThat(notifications("critical")).hasSize(1);
    assertThat(failureCount(payment)).isZero();
  }

  @Test
  void theWholeScenarioRunsFromInvoiceToThanks() {
    var invoice = house.createInvoice(1_180_000);
    house.work();
    var payment = startStripe(invoice, 1_180_000);
    var notice =
        new GatewayNotice(
            "stripe", "evt_1", "payment_intent.succeeded", true, invoice.totals().total(), null);
    house.house().processPayment().confirm(house.scope(), payment, notice);
    house.work();
    assertThat(house.outcomes("LogPaymentEvent")).containsExactly("completed");
    assertThat(house.outcomes("NotifyAccountant")).containsExactly("completed");
    assertThat(house.outcomes("UpdateInvoiceStatus")).containsExactly("completed");
    assertThat(house.mails()).hasSize(3);
    assertThat(house.invoice(invoice.id()).isPaid()).isTrue();
    assertThat(house.count("relay.delivery")).isZero();
  }

  private void pay(Invoice invoice, long amount) {
    pay(house, invoice, amount);
  }

  private static void pay(TestHouse house, Invoice invoice, long amount) {
    house
        .house()
        .processPayment()
        .start(house.scope(), invoice.id(), new ProcessPayment.Request("manual", amount, null));
  }

  private PaymentId startStripe(Invoice invoice, long amount) {
    return house
        .house()
        .processPayment()
        .start(house.scope(), invoice.id(), new ProcessPayment.Request("stripe", amount, "pi_1"))
        .payment()
        .id();
  }

  private void fail(PaymentId payment, String event) {
    var notice =
        new GatewayNotice(
            "stripe", event, "payment_intent.payment_failed", false, null, "card_declined");
    house.house().processPayment().fail(house.scope(), payment, notice);
  }

  private int failureCount(PaymentId payment) {
    return house
        .sql()
        .sql("select failure_count from payment where id = ?")
        .param(payment.value())
        .query(Integer.class)
        .single();
  }

  private void workThrough(Duration... waits) {
    house.work();
    for (var wait : waits) {
      house.advance(wait);
      house.work();
    }
  }

  private List<String> failed() {
    return house
        .sql()
        .sql("select listener from relay.failed_job order by failed_at")
        .query(String.class)
        .list();
  }

  private List<String> notifications(String severity) {
    return house
        .sql()
        .sql("select title from notification where severity = ?")
        .param(severity)
        .query(String.class)
        .list();
  }

  private List<List<String>> tags(String type) {
    return house
        .sql()
        .sql("select tags from relay.event where type = ? order by id")
        .param(type)
        .query((row, n) -> List.of((String[]) row.getArray(1).getArray()))
        .list();
  }

  private static byte[] attachment(MimeMessage mail) throws Exception {
    var parts = (Multipart) mail.getContent();
    return parts.getBodyPart(parts.getCount() - 1).getInputStream().readAllBytes();
  }

  private static String text(byte[] pdf) throws Exception {
    try (var document = org.apache.pdfbox.Loader.loadPDF(pdf)) {
      return new org.apache.pdfbox.text.PDFTextStripper().getText(document);
    }
  }
}
