package com.quittance.bench;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.InvoiceNumber;
import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.Quantity;
import com.quittance.billing.domain.Totals;
import com.quittance.billing.infrastructure.pdf.InvoicePdf;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.TenantId;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/** Invoices of 3 and of 20 lines, printed warm on one thread; the last line is JSON. */
public final class PdfBench {

  private static final int WARM_UPS = 300;
  private static final int RUNS = 300;
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

  private static final Tenant TENANT =
      new Tenant(
          new TenantId(new UUID(0, 1)),
          "Atelier Ndiaye & Fils SARL",
          "factures@seller.example",
          "12, avenue Cheikh Anta Diop\nDakar\nSénégal",
          "NINEA 0051234567",
          "SN-DKR-2019-B-4821",
          null,
          Currency.getInstance("XOF"),
          ZoneId.of("Africa/Dakar"),
          Locale.forLanguageTag("fr-SN"),
          30,
          InvoiceNumber.DEFAULT_PATTERN,
          List.of(Rate.parse("18")),
          null,
          null,
          Money.of(1_000_000, "XOF"),
          Tenant.DEFAULT_MILESTONES,
          NOW);

  private static final Client CLIENT =
      new Client(
          new ClientId(new UUID(0, 2)),
          "Société Générale de Négoce",
          "aminata@buyer.example",
          "Immeuble Horizon, 3e étage\nPlateau, Abidjan\nCôte d’Ivoire",
          "CI-1234567A",
          Locale.FRENCH,
          NOW,
          1);

  private PdfBench() {}

  public static void main(String[] arguments) {
    var pdf = new InvoicePdf();
    var small = invoice(3);
    var large = invoice(20);
    for (int i = 0; i < WARM_UPS; i++) {
      print(pdf, small);
      print(pdf, large);
    }
    var three = measure(pdf, small);
    System.out.println(" 3 lines: " + three.text());
    var twenty = measure(pdf, large);
    System.out.println("20 lines: " + twenty.text());
    System.out.printf(
        Locale.ROOT,
        "{\"bench\":\"pdf\",\"threads\":1,%s,%s}%n",
        three.json(""),
        twenty.json("_20_lines"));
  }

  /**
   * @param nanos of each PDF, in rising order
   * @param cpuNanos what one took of a processor, in the middle: steady on a busy machine too
   */
  private record Times(long[] nanos, long cpuNanos, int bytes) {

    double perSecond() {
      return nanos.length * 1e9 / Arrays.stream(nanos).sum();
    }

    double percentile(int percent) {
      return nanos[(nanos.length - 1) * percent / 100] / 1e6;
    }

    String json(String suffix) {
      return String.format(
          Locale.ROOT,
          "\"pdfs_per_s%1$s\":%2$.1f,\"p50_ms%1$s\":%3$.1f,\"p99_ms%1$s\":%4$.1f,"
              + "\"cpu_ms%1$s\":%5$.1f,\"bytes%1$s\":%6$d",
          suffix,
          perSecond(),
          percentile(50),
          percentile(99),
          cpuNanos / 1e6,
          bytes);
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%5.1f PDF/s, p50 %.1f ms, p99 %.1f ms, processor %.1f ms, %d bytes",
          perSecond(),
          percentile(50),
          percentile(99),
          cpuNanos / 1e6,
          bytes);
    }
  }

  private static Times measure(InvoicePdf pdf, Invoice invoice) {
    var processor = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var nanos = new long[RUNS];
    var cpuNanos = new long[RUNS];
    int bytes = 0;
    for (int i = 0; i < RUNS; i++) {
      var cpuStarted = processor.getProcessCpuTime();
      var started = System.nanoTime();
      bytes = print(pdf, invoice).length;
      nanos[i] = System.nanoTime() - started;
      cpuNanos[i] = processor.getProcessCpuTime() - cpuStarted;
    }
    Arrays.sort(nanos);
    Arrays.sort(cpuNanos);
    return new Times(nanos, cpuNanos[RUNS / 2], bytes);
  }

  private static byte[] print(InvoicePdf pdf, Invoice invoice) {
    return pdf.render(TENANT, CLIENT, invoice);
  }

  private static Invoice invoice(int count) {
    var lines = IntStream.rangeClosed(1, count).mapToObj(PdfBench::line).toList();
    return Invoice.issue(
            TENANT.id(),
            new InvoiceId(new UUID(0, 3)),
            CLIENT.id(),
            InvoiceNumber.of(InvoiceNumber.DEFAULT_PATTERN, 2026, 42),
            LocalDate.of(2026, 11, 23),
            LocalDate.of(2026, 12, 23),
            lines,
            Totals.of(lines),
            NOW)
        .state();
  }

  private static Line line(int number) {
    return new Line(
        "Développement du module n° %d, par jour de travail".formatted(number),
        Quantity.parse("2.5"),
        Money.of(100_000L + 1_000L * number, "XOF"),
        Rate.parse("18"),
        Rate.ZERO);
  }
}
