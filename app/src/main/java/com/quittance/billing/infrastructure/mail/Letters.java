package com.quittance.billing.infrastructure.mail;

import com.quittance.billing.domain.Payment;
import com.quittance.billing.infrastructure.Wording;
import com.quittance.billing.infrastructure.mail.Letter.Fact;
import com.quittance.billing.infrastructure.mail.Letter.Kind;
import com.quittance.money.Money;
import com.quittance.tenancy.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the mails. Clients are written to in their language, the tenant's own people in the
 * tenant's. A letter written again for the same job has the same Message-ID.
 */
public final class Letters {

  private final Mailbox sender;
  private final LetterPress press = new LetterPress();

  /**
   * @param sender the address all mails come from; tenants appear by name and in Reply-To
   */
  public Letters(Mailbox sender) {
    this.sender = sender;
  }

  /** A new invoice, attached. */
  public Mail invoice(Occasion of, byte[] pdf) {
    var say = Wording.of(of.tenant(), of.client());
    var invoice = of.invoice();
    var due = say.date(invoice.dueDate());
    return toClient(
        Kind.INVOICE,
        of,
        List.of(say.say("mail.invoice.body", "number", invoice.number(), "due", due)),
        List.of(
            fact(say, "amount", say.money(invoice.totals().total())),
            fact(say, "number", invoice.number()),
            fact(say, "issued", say.date(invoice.issueDate())),
            fact(say, "due", due)),
        pdf);
  }

  /** Thanks for an invoice paid in full, the paid invoice attached. */
  public Mail thanks(Occasion of, byte[] pdf) {
    var say = Wording.of(of.tenant(), of.client());
    var invoice = of.invoice();
    return toClient(
        Kind.THANKS,
        of,
        List.of(say.say("mail.thanks.body", "number", invoice.number())),
        List.of(
            fact(say, "paid", say.money(invoice.paid())),
            fact(say, "number", invoice.number()),
            fact(say, "open", say.money(invoice.open()))),
        pdf);
  }

  /** That an invoice is void, the copy that says so attached. */
  public Mail voided(Occasion of, byte[] pdf) {
    var say = Wording.of(of.tenant(), of.client());
    var invoice = of.invoice();
    return toClient(
        Kind.VOIDED,
        of,
        List.of(say.say("mail.voided.body", "number", invoice.number())),
        List.of(
            fact(say, "amount", say.money(invoice.totals().total())),
            fact(say, "number", invoice.number()),
            fact(say, "issued", say.date(invoice.issueDate()))),
        pdf);
  }

  /**
   * A reminder of what is still open.
   *
   * @param pdf the invoice, attached when there is one
   */
  public Mail reminder(Occasion of, int daysOverdue, byte @Nullable [] pdf) {
    var say = Wording.of(of.tenant(), of.client());
    var invoice = of.invoice();
    var due = say.date(invoice.dueDate());
    var open = say.money(invoice.open());
    var days = say.count("days", daysOverdue);
    return toClient(
        Kind.REMINDER,
        of,
        List.of(
            say.say(
                "mail.reminder.body",
                "number",
                invoice.number(),
                "due",
                due,
                "days",
                days,
                "open",
                open),
            say.say("mail.reminder.crossed")),
        List.of(
            fact(say, "open", open),
            fact(say, "number", invoice.number()),
            fact(say, "due", due),
            fact(say, "late", days)),
        pdf);
  }

  /** That money comes back. */
  public Mail refunded(Occasion of, Money amount) {
    var say = Wording.of(of.tenant(), of.client());
    var invoice = of.invoice();
    var money = say.money(amount);
    return toClient(
        Kind.REFUNDED,
        of,
        List.of(say.say("mail.refunded.body", "number", invoice.number(), "amount", money)),
        List.of(
            fact(say, "amount", money),
            fact(say, "number", invoice.number()),
            fact(say, "status", say.status(invoice.status()))),
        null);
  }

  /**
   * A payment that did not go through.
   *
   * @param reason the gateway's code, such as {@code card_declined}
   */
  public Mail paymentFailed(Occasion of, Payment payment, String reason) {
    var say = Wording.of(of.tenant(), of.client());
    var invoice = of.invoice();
    var amount = say.money(payment.amount());
    return toClient(
        Kind.PAYMENT_FAILED,
        of,
        List.of(
            say.say("mail.payment-failed.body", "number", invoice.number(), "amount", amount),
            say.say("mail.payment-failed.again")),
        List.of(
            fact(say, "attempted", amount),
            fact(say, "number", invoice.number()),
            fact(say, "reason", say.sayOr("reason." + reason, reason)),
            fact(say, "open", say.money(invoice.open()))),
        null);
  }

  /** A large payment, told to the tenant's accountant. */
  public Mail accountantNotice(Occasion of, Payment payment) {
    var tenant = of.tenant();
    var say = Wording.of(tenant);
    var invoice = of.invoice();
    var client = of.client().name();
    var amount = say.money(payment.amount());
    var threshold = say.money(tenant.largePayment());
    var letter =
        inHouse(
            tenant,
            say.say("mail.accountant.title", "amount", amount, "client", client),
            say.say(
                "mail.accountant.body",
                "client",
                client,
                "amount",
                amount,
                "number",
                invoice.number(),
                "threshold",
                threshold),
            List.of(
                fact(say, "received", amount),
                fact(say, "number", invoice.number()),
                fact(say, "client", client),
                fact(say, "gateway", payment.gateway()),
                fact(say, "reference", orDash(payment.gatewayReference())),
                fact(say, "open", say.money(invoice.open()))));
    return toHouse(Kind.ACCOUNTANT, of.job(), of.at(), tenant, tenant.accountantEmail(), letter);
  }

  /** Tells the tenant's admin that something needs a person. */
  public Mail adminAlert(UUID job, Instant at, Tenant tenant, Alert alert) {
    var say = Wording.of(tenant);
    var letter = inHouse(tenant, alert.title(say), alert.body(say), alert.facts(say));
    return toHouse(Kind.ALERT, job, at, tenant, tenant.adminEmail(), letter);
  }

  private Mail toClient(
      Kind kind, Occasion of, List<String> paragraphs, List<Fact> facts, byte @Nullable [] pdf) {
    var say = Wording.of(of.tenant(), of.client());
    var seller = of.tenant().legalName();
    var number = of.invoice().number();
    var words = "mail." + kind.code();
    var letter =
        new Letter(
            say.language(),
            seller,
            say.say(words + ".title", "number", number),
            say.say("mail.greeting", "name", of.client().name()),
            paragraphs,
            facts,
            null,
            say.say("mail.closing", "seller", seller),
            say.say("mail.footer", "seller", seller));
    return new Mail(
        kind,
        MessageId.of(of.job(), kind, sender),
        new Mailbox(seller, sender.address()),
        new Mailbox(seller, of.tenant().email()),
        new Mailbox(of.client().name(), of.client().email()),
        say.say(words + ".subject", "number", number, "seller", seller),
        press.text(letter),
        press.html(letter),
        pdf == null ? List.of() : List.of(Attachment.pdf(number + ".pdf", pdf)),
        of.at());
  }

  private static Letter inHouse(Tenant tenant, String title, String body, List<Fact> facts) {
    var say = Wording.of(tenant);
    return new Letter(
        say.language(),
        tenant.legalName(),
        title,
        say.say("mail.hello"),
        List.of(body),
        facts,
        null,
        "",
        say.say("mail.footer.house", "seller", tenant.legalName()));
  }

  private Mail toHouse(
      Kind kind, UUID job, Instant at, Tenant tenant, String recipient, Letter letter) {
    return new Mail(
        kind,
        MessageId.of(job, kind, sender),
        sender,
        new Mailbox(tenant.legalName(), tenant.email()),
        Mailbox.of(recipient),
        letter.title(),
        press.text(letter),
        press.html(letter),
        List.of(),
        at);
  }

  static Fact fact(Wording say, String label, String value) {
    return new Fact(say.say("mail.fact." + label), value);
  }

  private static String orDash(@Nullable String value) {
    return value == null ? "–" : value;
  }
}
