package com.quittance.billing.infrastructure.pdf;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceStatus;
import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.Tax;
import com.quittance.billing.infrastructure.Wording;
import com.quittance.money.Rate;
import com.quittance.tenancy.Tenant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the template of an invoice asks for.
 *
 * @param hasLogo whether the tenant's logo can be drawn
 */
public record InvoicePage(
    Tenant tenant, Client client, Invoice invoice, Wording say, boolean hasLogo) {

  /** Columns of up to this many characters keep their size; see the style sheet's widths. */
  private static final int NORMAL = 15;

  private static final int DENSE = 21;
  private static final int WIDE_SUM = 20;

  public boolean isVoid() {
    return invoice.status() == InvoiceStatus.VOID;
  }

  public boolean isDiscounted() {
    return invoice.lines().stream().anyMatch(line -> !line.discount().equals(Rate.ZERO));
  }

  /** The status as a stamp, {@code PAYÉE}. */
  public String mark() {
    return say.status(invoice.status()).toUpperCase(Locale.ROOT);
  }

  public String discount(Line line) {
    return line.discount().equals(Rate.ZERO) ? "" : say.percent(line.discount());
  }

  /** One rate's row under the lines: the rate and what it is taken of. */
  public String tax(Tax tax) {
    return say.say("invoice.tax", "rate", say.percent(tax.rate()), "base", say.money(tax.base()));
  }

  /** The sentence one reads first: what is to be paid, and by when. */
  public String headline() {
    return switch (invoice.status()) {
      case DRAFT, SENT, PARTIALLY_PAID ->
          say.say(
              "invoice.due-headline",
              "amount",
              say.money(invoice.open()),
              "date",
              say.date(invoice.dueDate()).replace(' ', '\u00A0'));
      case PAID -> say.say("invoice.paid-headline", "amount", say.money(invoice.paid()));
      case VOID -> say.say("invoice.void-headline", "amount", say.money(invoice.totals().total()));
    };
  }

  public String terms() {
    var days = ChronoUnit.DAYS.between(invoice.issueDate(), invoice.dueDate());
    var due = say.date(invoice.dueDate());
    return days == 0
        ? say.say("invoice.terms.at-once", "date", due)
        : say.say("invoice.terms.days", "days", say.count("days", days), "date", due);
  }

  /** Who issued the invoice, on one line at the foot of each page. */
  public String sellerLine() {
    return Stream.of(
            tenant.legalName(),
            tenant.registerId() == null ? "" : label("register-id") + tenant.registerId(),
            tenant.taxId() == null ? "" : label("tax-id") + tenant.taxId())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  /** How close the columns stand: the longest figure decides. */
  public String density() {
    var longest = invoice.lines().stream().mapToInt(this::longestFigure).max().orElse(0);
    return longest <= NORMAL ? "normal" : longest <= DENSE ? "dense" : "tight";
  }

  public String sumsWidth() {
    return say.money(invoice.totals().total()).length() <= WIDE_SUM ? "narrow" : "wide";
  }

  private int longestFigure(Line line) {
    return Math.max(
        say.number(line.quantity().value()).length(),
        Math.max(say.amount(line.unitPrice()).length(), say.amount(line.net()).length()));
  }

  private String label(String key) {
    return say.say("invoice." + key) + "\u00A0";
  }
}
