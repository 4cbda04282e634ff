package com.quittance.billing.infrastructure;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.InvoiceNumber;
import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.Quantity;
import com.quittance.billing.domain.Totals;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sellers, buyers and invoices to print and to write about. */
public final class Documents {

  public static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

  private Documents() {}

  public static Tenant dakar() {
    return tenant(
        "Atelier Ndiaye & Fils SARL",
        "12, avenue Cheikh Anta Diop\nDakar\nSénégal",
        "XOF",
        Locale.forLanguageTag("fr-SN"),
        null);
  }

  public static Tenant dublin(byte @Nullable [] logo) {
    return tenant(
        "Harbour Light Studio Ltd",
        "4 Merrion Row\nDublin 2, D02 KX58\nIreland",
        "EUR",
        Locale.forLanguageTag("en-IE"),
        logo);
  }

  public static Tenant tunis() {
    return tenant(
        "Société Carthage Conseil",
        "Avenue Bourguiba\nTunis",
        "TND",
        Locale.forLanguageTag("fr-TN"),
        null);
  }

  public static Tenant tenant(
      String name, String address, String currency, Locale locale, byte @Nullable [] logo) {
    return new Tenant(
        new TenantId(id(1)),
        name,
        "factures@seller.example",
        address,
        "NINEA 0051234567",
        "SN-DKR-2019-B-4821",
        logo,
        Currency.getInstance(currency),
        ZoneId.of("Africa/Dakar"),
        locale,
        30,
        InvoiceNumber.DEFAULT_PATTERN,
        List.of(Rate.parse("18")),
        "compta@seller.example",
        "admin@seller.example",
        Money.of(1_000_000, "XOF"),
        Tenant.DEFAULT_MILESTONES,
        NOW);
  }

  public static Client client(String name, Locale locale) {
    return new Client(
        new ClientId(id(2)),
        name,
        "aminata@buyer.example",
        "Immeuble Horizon, 3e étage\nPlateau, Abidjan\nCôte d’Ivoire",
        "CI-1234567A",
        locale,
        NOW,
        1);
  }

  public static Client frenchClient() {
    return client("Société Générale de Négoce", Locale.FRENCH);
  }

  public static Client englishClient() {
    return client("Northwind Traders GmbH", Locale.ENGLISH);
  }

  public static Line line(
      String description, String quantity, Money unitPrice, String taxRate, String discount) {
    return new Line(
        description,
        Quantity.parse(quantity),
        unitPrice,
        Rate.parse(taxRate),
        Rate.parse(discount));
  }

  public static Invoice invoice(Tenant tenant, Client client, List<Line> lines) {
    return Invoice.issue(
            tenant.id(),
            new InvoiceId(id(3)),
            client.id(),
            InvoiceNumber.of(InvoiceNumber.DEFAULT_PATTERN, 2026, 42),
            LocalDate.of(2026, 11, 23),
            LocalDate.of(2026, 12, 23),
            lines,
            Totals.of(lines),
            NOW)
        .state();
  }

  /** 1 180 000 F CFA with tax. */
  public static List<Line> millionXof() {
    return List.of(
        line(
            "Conception du site et de l’identité visuelle",
            "1",
            Money.of(600_000, "XOF"),
            "18",
            "0"),
        line("Développement, par jour", "2.5", Money.of(100_000, "XOF"), "18", "0"),
        line("Hébergement annuel", "1", Money.of(150_000, "XOF"), "18", "0"));
  }

  public static List<Line> twoRates() {
    return List.of(
        line("Brand workshop, two days on site", "2", Money.of(125_000, "EUR"), "20", "10"),
        line(
            "Printed guidelines, 96 pages, thread-sewn, on uncoated paper from certified forests;"
                + " delivered to three addresses in two lots as agreed by e-mail",
            "150",
            Money.of(1_295, "EUR"),
            "5.5",
            "0"),
        line("Photography, half a day", "0.5", Money.of(90_000, "EUR"), "20", "0"));
  }

  public static List<Line> many(int lines, String currency) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(
            i ->
                line(
                    "Prestation n° %d : entretien du poste %03d".formatted(i, 100 + i),
                    Integer.toString(1 + i % 7),
                    Money.of(12_500L + 250L * i, currency),
                    i % 5 == 0 ? "10" : "18",
                    "0"))
        .toList();
  }

  public static Payment payment(Invoice invoice, Money amount) {
    return Payment.pending(
        new PaymentId(id(4)), invoice.id(), "stripe", "pi_3PxQ0001", amount, NOW);
  }

  public static Invoice paid(Invoice invoice) {
    return partlyPaid(invoice, invoice.totals().total());
  }

  public static Invoice partlyPaid(Invoice invoice, Money amount) {
    return invoice.receive(payment(invoice, amount), NOW).state().invoice();
  }

  public static UUID id(int n) {
    return new UUID(0x0193_5000_0000_7000L, 0x8000_0000_0000_0000L + n);
  }
}
