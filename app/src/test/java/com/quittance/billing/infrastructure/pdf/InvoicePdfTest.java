package com.quittance.billing.infrastructure.pdf;

import static com.quittance.billing.infrastructure.Documents.client;
import static com.quittance.billing.infrastructure.Documents.dakar;
import static com.quittance.billing.infrastructure.Documents.dublin;
import static com.quittance.billing.infrastructure.Documents.englishClient;
import static com.quittance.billing.infrastructure.Documents.frenchClient;
import static com.quittance.billing.infrastructure.Documents.invoice;
import static com.quittance.billing.infrastructure.Documents.line;
import static com.quittance.billing.infrastructure.Documents.many;
import static com.quittance.billing.infrastructure.Documents.millionXof;
import static com.quittance.billing.infrastructure.Documents.paid;
import static com.quittance.billing.infrastructure.Documents.partlyPaid;
import static com.quittance.billing.infrastructure.Documents.tunis;
import static com.quittance.billing.infrastructure.Documents.twoRates;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.billing.domain.Line;
import com.quittance.money.Money;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class InvoicePdfTest {

  private static final InvoicePdf PDF = new InvoicePdf();

  @Test
  void aFrenchInvoiceInCfaSaysAllThatAnAccountantLooksFor() throws IOException {
    var text = text(PDF.render(dakar(), frenchClient(), cfaInvoice()));
    assertThat(text)
        .contains("Facture", "FAC-2026-000042", "23 novembre 2026", "23 décembre 2026")
        .contains("Atelier Ndiaye & Fils SARL", "12, avenue Cheikh Anta Diop", "factures@seller")
        .contains("N° fiscal NINEA 0051234567", "Registre du commerce SN-DKR-2019-B-4821")
        .contains("Société Générale de Négoce", "Immeuble Horizon, 3e étage", "aminata@buyer")
        .contains("N° fiscal CI-1234567A", "Côte d’Ivoire")
        .contains("Conception du site et de l’identité visuelle 1 600 000 18 % 600 000")
        .contains("Développement, par jour 2,5 100 000 18 % 250 000")
        .contains("Total HT 1 000 000 F CFA", "TVA 18 % sur 1 000 000 F CFA 180 000 F CFA")
        .contains("Total TTC 1 180 000 F CFA", "Déjà payé 0 F CFA", "Reste à payer 1 180 000 F CFA")
        .contains("1 180 000 F CFA à régler au plus tard le 23 décembre 2026")
        .contains("Paiement à 30 jours, au plus tard le 23 décembre 2026.")
        .contains("Page 1 / 1")
        .doesNotContain("PAYÉE", "Remise", "#")
        .doesNotContainPattern("\\d,00");
  }

  @Test
  void anEnglishInvoiceInEurosShowsDiscountsAndEachRate() throws IOException {
    var tenant = dublin(null);
    var client = englishClient();
    var text = text(PDF.render(tenant, client, invoice(tenant, client, twoRates())));
    assertThat(text)
        .contains("Invoice", "Date of issue 23 November 2026", "Due date 23 December 2026")
        .contains("Brand workshop, two days on site 2 1,250.00 10% 20% 2,250.00")
        .contains("VAT 5.5% on €1,942.50 €106.84", "VAT 20% on €2,700.00 €540.00")
        .contains("Total VAT €646.84", "Total incl. VAT €5,289.34", "Balance due €5,289.34")
        .doesNotContain("PAID");
  }

  @Test
  void dinarsHaveThreeDecimals() throws IOException {
    var tenant = tunis();
    var text =
        text(PDF.render(tenant, frenchClient(), invoice(tenant, frenchClient(), many(1, "TND"))));
    assertThat(text).contains("12,750", "Total TTC 30,090 DT");
  }

  @Test
  void aPaidInvoiceIsMarked() throws IOException {
    var french = text(PDF.render(dakar(), frenchClient(), paid(cfaInvoice())));
    assertThat(french)
        .contains("PAYÉE", "1 180 000 F CFA payés", "Déjà payé 1 180 000 F CFA")
        .contains("Reste à payer 0 F CFA");
    var english = text(PDF.render(dakar(), englishClient(), paid(cfaInvoice())));
    assertThat(english).contains("PAID", "Balance due F CFA 0");
  }

  @Test
  void aPartPaymentIsCountedAndNotMarked() throws IOException {
    var invoice = partlyPaid(cfaInvoice(), Money.of(180_000, "XOF"));
    assertThat(text(PDF.render(dakar(), frenchClient(), invoice)))
        .contains("Déjà payé 180 000 F CFA", "Reste à payer 1 000 000 F CFA")
        .doesNotContain("PAYÉE");
  }

  @Test
  void onlyEmbeddedSubsetsOfOurOwnFontAreUsed() throws IOException {
    var pdf = PDF.render(dakar(), frenchClient(), paid(cfaInvoice()));
    assertThat(pdf).hasSizeLessThan(60_000);
    assertThat(fonts(pdf))
        .hasSize(3)
        .allSatisfy(
            font -> {
              assertThat(font.isEmbedded()).isTrue();
              assertThat(font.getName()).matches("[A-Z]{6}\\+Inter-(Regular|SemiBold|Bold)");
            });
  }

  @Test
  void manyLinesRunOverPagesUnderARepeatedHead() throws IOException {
    var invoice = invoice(dakar(), frenchClient(), many(60, "XOF"));
    var pages = pages(PDF.render(dakar(), frenchClient(), invoice));
    assertThat(pages)
        .hasSizeBetween(2, 4)
        .allSatisfy(page -> assertThat(page).contains("Désignation"));
    for (int i = 0; i < pages.size(); i++) {
      assertThat(pages.get(i)).contains("Page %d / %d".formatted(i + 1, pages.size()));
    }
    var all = String.join("\n", pages);
    assertThat(invoice.lines())
        .allSatisfy(line -> assertThat(all).containsOnlyOnce(line.description()));
    assertThat(pages.getLast()).contains("Total HT", "Reste à payer");
  }

  @Test
  void theLargestAmountsAndLongestWordsStayOnThePage() throws IOException {
    var lines =
        List.of(
            line(
                "W".repeat(Line.MAX_DESCRIPTION),
                "999.999999",
                Money.of(Line.MAX_UNIT_PRICE, "XOF"),
                "99.9999",
                "12.3456"),
            line("Trois", "3", Money.of(Line.MAX_UNIT_PRICE, "XOF"), "18", "0"));
    var client = client("N".repeat(200), Locale.FRENCH);
    var invoice = invoice(dakar(), client, lines);
    var pdf = PDF.render(dakar(), client, invoice);
    assertThat(text(pdf))
        .contains("999,999999", "1 000 000 000 000 000", "99,9999 %", "12,3456 %")
        .contains("3 000 000 000 000 000");
    assertThat(outermost(pdf)).isLessThan(595 - 40);
  }

  @Test
  void theSameInvoiceGivesTheSameBytesOnEveryThread() throws Exception {
    var expected = PDF.render(dakar(), frenchClient(), cfaInvoice());
    Callable<byte[]> render = () -> PDF.render(dakar(), frenchClient(), cfaInvoice());
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var again : threads.invokeAll(Stream.generate(() -> render).limit(16).toList())) {
        assertThat(again.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void theDocumentIsDatedByTheInvoiceAndReadableAloud() throws IOException {
    try (var document = Loader.loadPDF(PDF.render(dakar(), frenchClient(), cfaInvoice()))) {
      var catalog = document.getDocumentCatalog();
      assertThat(document.getDocumentInformation().getCreationDate().toInstant())
          .isEqualTo("2026-11-23T10:15:30Z");
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Facture FAC-2026-000042");
      assertThat(catalog.getLanguage()).isEqualTo("fr");
      assertThat(catalog.getMarkInfo().isMarked()).isTrue();
    }
  }

  private static com.quittance.billing.domain.Invoice cfaInvoice() {
    return invoice(dakar(), frenchClient(), millionXof());
  }

  static String text(byte[] pdf) throws IOException {
    return String.join("\n", pages(pdf));
  }

  /** With one plain space wherever the page has any. */
  private static List<String> pages(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      var pages = new java.util.ArrayList<String>();
      for (int i = 1; i <= document.getNumberOfPages(); i++) {
        var stripper = new PDFTextStripper();
        stripper.setSortByPosition(true);
        stripper.setStartPage(i);
        stripper.setEndPage(i);
        pages.add(stripper.getText(document).replaceAll("[\\s\\u00A0\\u202F]+", " "));
      }
      return pages;
    }
  }

  private static List<PDFont> fonts(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      var fonts = new HashSet<PDFont>();
      for (var page : document.getPages()) {
        for (var name : page.getResources().getFontNames()) {
          fonts.add(page.getResources().getFont(name));
        }
      }
      return fonts.stream().collect(Collectors.toList());
    }
  }

  /** Where the rightmost glyph ends, in points. */
  private static float outermost(byte[] pdf) throws IOException {
    var right = new float[1];
    try (var document = Loader.loadPDF(pdf)) {
      new PDFTextStripper() {
        @Override
        protected void processTextPosition(org.apache.pdfbox.text.TextPosition glyph) {
          right[0] = Math.max(right[0], glyph.getXDirAdj() + glyph.getWidthDirAdj());
        }
      }.getText(document);
    }
    return right[0];
  }
}
