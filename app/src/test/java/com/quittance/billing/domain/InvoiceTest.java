package com.quittance.billing.domain;

import static com.quittance.billing.domain.Samples.DUE;
import static com.quittance.billing.domain.Samples.NOW;
import static com.quittance.billing.domain.Samples.issue;
import static com.quittance.billing.domain.Samples.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.billing.domain.BillingEvent.InvoiceCreated;
import com.quittance.billing.domain.BillingEvent.InvoiceOverdue;
import com.quittance.billing.domain.BillingEvent.InvoicePaid;
import com.quittance.billing.domain.BillingEvent.PaymentFailed;
import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.billing.domain.Refusal.NotPayable;
import com.quittance.billing.domain.Refusal.Overpayment;
import com.quittance.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvoiceTest {

  private static final List<Integer> MILESTONES = List.of(1, 7, 14, 30);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 300);
  }

  @Test
  void issuingAnnouncesTheInvoice() {
    var change = issue(1_180_000);
    assertThat(change.state())
        .returns(InvoiceStatus.SENT, Invoice::status)
        .returns("FAC-2026-000001", Invoice::number);
    assertThat(change.events())
        .singleElement()
        .isInstanceOfSatisfying(
            InvoiceCreated.class,
            event ->
                assertThat(event.tags())
                    .containsExactly(
                        "invoice:created",
                        "invoice:" + event.invoice(),
                        "tenant:" + event.tenant()));
  }

  @Test
  void aFullPaymentPaysTheInvoiceAndSaysBoth() {
    var change = issue(1_000).state().receive(payment(1_000), NOW);
    assertThat(change.state().invoice().status()).isEqualTo(InvoiceStatus.PAID);
    assertThat(change.state().payment().status()).isEqualTo(PaymentStatus.COMPLETED);
    assertThat(change.events())
        .extracting(Object::getClass)
        .containsExactly((Class) InvoicePaid.class, (Class) PaymentReceived.class);
    assertThat(change.events().getLast().tags())
        .containsExactly(
            "payment:received",
            "payment:" + change.state().payment().id(),
            "invoice:" + change.state().invoice().id(),
            "gateway:stripe",
            "tenant:" + change.state().invoice().tenant());
  }

  @Test
  void aPartialPaymentLeavesABalance() {
    var change = issue(1_000).state().receive(payment(400), NOW);
    assertThat(change.state().invoice().status()).isEqualTo(InvoiceStatus.PARTIALLY_PAID);
    assertThat(change.state().invoice().open()).isEqualTo(Money.of(600, "XOF"));
    assertThat(change.events()).singleElement().isInstanceOf(PaymentReceived.class);
  }

  @Test
  void aPaymentThatHasSettledIsNotReceivedTwice() {
    var once = issue(1_000).state().receive(payment(400), NOW).state();
    var twice = once.invoice().receive(once.payment(), NOW);
    assertThat(twice.state()).isEqualTo(once);
    assertThat(twice.events()).isEmpty();
  }

  /** However money comes in, nothing of it is lost and InvoicePaid is announced once. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyFrancIsOnTheInvoiceOrInCredit(long seed) {
    var random = new Random(seed);
    var invoice = issue(1 + random.nextInt(2_000_000)).state();
    var events = new ArrayList<BillingEvent>();
    long arrived = 0;
    long credit = 0;
    while (!invoice.isPaid() || random.nextInt(3) > 0) {
      var payment = payment(1 + random.nextInt(500_000));
      var change = invoice.receive(payment, NOW);
      arrived += payment.amount().minor();
      credit += change.state().payment().excess().minor();
      events.addAll(change.events());
      invoice = change.state().invoice();
      assertThat(invoice.paid().minor()).isBetween(0L, invoice.totals().total().minor());
    }
    assertThat(invoice.paid().minor() + credit).isEqualTo(arrived);
    assertThat(events).filteredOn(InvoicePaid.class::isInstance).hasSize(1);
  }

  @Test
  void moreThanIsOpenIsRefusedBeforeItMoves() {
    var invoice = issue(1_000).state();
    assertThatThrownBy(() -> invoice.checkPayable(Money.of(1_001, "XOF")))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.refusal()).isInstanceOf(Overpayment.class));
    var paid = invoice.receive(payment(1_000), NOW).state().invoice();
    assertThatThrownBy(() -> paid.checkPayable(Money.of(1, "XOF")))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.refusal()).isInstanceOf(NotPayable.class));
  }

  @Test
  void theDueDateItselfIsNotLate() {
    assertThat(issue(1).state().fallOverdue(DUE, MILESTONES)).isEmpty();
    assertThat(issue(1).state().fallOverdue(DUE.plusDays(1), MILESTONES)).isPresent();
  }

  @Test
  void aYearOfDailyChecksAnnouncesEachMilestoneOnce() {
    var invoice = issue(1_000).state();
    var told = new ArrayList<Integer>();
    for (var day = 0; day < 365; day++) {
      var change = invoice.fallOverdue(DUE.plusDays(day), MILESTONES);
      if (change.isPresent()) {
        invoice = change.get().state();
        var event = (InvoiceOverdue) change.get().events().getFirst();
        assertThat(event.tags()).startsWith("invoice:overdue", "days:" + day);
        told.add(event.milestone());
      }
    }
    assertThat(told).isEqualTo(MILESTONES);
  }

  /**
   * Whatever days the system was down, no milestone is told twice and the latest is never skipped.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void missedMilestonesAreCaughtUp(long seed) {
    var random = new Random(seed);
    var invoice = issue(1_000).state();
    var told = new ArrayList<Integer>();
    for (var day = 0; day < 60; day++) {
      if (random.nextInt(4) == 0) {
        var change = invoice.fallOverdue(DUE.plusDays(day), MILESTONES);
        if (change.isPresent()) {
          invoice = change.get().state();
          told.add(((InvoiceOverdue) change.get().events().getFirst()).milestone());
        }
        var reached = day;
        var highest = MILESTONES.stream().filter(m -> m <= reached).max(Integer::compare);
        assertThat(told.isEmpty() ? 0 : told.getLast()).isEqualTo(highest.orElse(0));
      }
    }
    assertThat(told).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aPaidInvoiceIsNeverOverdue() {
    var paid = issue(1_000).state().receive(payment(1_000), NOW).state().invoice();
    assertThat(paid.fallOverdue(DUE.plusDays(30), MILESTONES)).isEmpty();
  }

  @Test
  void aFailedPaymentMayStillComplete() {
    var invoice = issue(1_000).state();
    var failed = payment(1_000).fail(invoice, "card_declined", 1);
    assertThat(failed.events())
        .singleElement()
        .isInstanceOfSatisfying(
            PaymentFailed.class,
            event ->
                assertThat(event.tags())
                    .containsExactly(
                        "payment:failed",
                        "payment:" + event.payment(),
                        "reason:card_declined",
                        "tenant:" + event.tenant()));
    assertThat(invoice.receive(failed.state(), NOW).state().invoice().isPaid()).isTrue();
  }

  @Test
  void aFailureThatComesLateChangesNothing() {
    var completed = issue(1_000).state().receive(payment(1_000), NOW).state();
    var change = completed.payment().fail(completed.invoice(), "card_declined", 1);
    assertThat(change.state()).isEqualTo(completed.payment());
    assertThat(change.events()).isEmpty();
  }

  @Test
  void numbersFollowThePattern() {
    assertThat(InvoiceNumber.of("{year}/{number:4}", 2026, 12).text()).isEqualTo("2026/0012");
    assertThat(InvoiceNumber.of("A{number:2}", 2026, 1234))
        .returns("A1234", InvoiceNumber::text)
        .returns("all", InvoiceNumber::series);
    assertThatThrownBy(() -> InvoiceNumber.checkedPattern("FAC"))
        .hasMessageContaining("{number:6}");
  }
}
