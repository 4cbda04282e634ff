package com.quittance.billing.infrastructure.pdf;

import static com.quittance.billing.infrastructure.Documents.NOW;
import static com.quittance.billing.infrastructure.Documents.dakar;
import static com.quittance.billing.infrastructure.Documents.dublin;
import static com.quittance.billing.infrastructure.Documents.frenchClient;
import static com.quittance.billing.infrastructure.Documents.invoice;
import static com.quittance.billing.infrastructure.Documents.line;
import static com.quittance.billing.infrastructure.Documents.millionXof;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceNumber;
import com.quittance.injection.Hostile;
import com.quittance.injection.Sentinel;
import com.quittance.money.Money;
import com.quittance.tenancy.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a field holds is printed as it is, and nothing it names is ever fetched. */
class HostileTextTest {

  private static final InvoicePdf PDF = new InvoicePdf();
  private static final Sentinel SENTINEL = new Sentinel();

  @AfterAll
  static void stopWatching() {
    SENTINEL.close();
  }

  @AfterEach
  void nothingWasFetched() {
    assertThat(SENTINEL.visits()).isZero();
  }

  /** Were text ever taken for markup, the second door holds; without it the sentinel is visited. */
  @Test
  void evenMarkupFetchesNothing() throws IOException {
    var url = SENTINEL.url();
    var markup =
        """
        <html><head><link rel="stylesheet" type="text/css" href="%1$sa.css"/>
        <style>@import url(%1$sb.css); @font-face { font-family: X; src: url(%1$sc.ttf) }
        body { font-family: X; background: url(%1$sd.png) }</style></head>
        <body><img src="%1$se.png"/><object data="%1$sf.pdf" type="application/pdf"></object>
        <link rel="attachment" href="file:///etc/passwd"/>text</body></html>"""
            .formatted(url);
    var shut = new PdfRendererBuilder().withHtmlContent(markup, url);
    InvoicePdf.closeDoors(shut, null);
    shut.toStream(new ByteArrayOutputStream()).run();
    assertThat(SENTINEL.visits()).isZero();

    new PdfRendererBuilder()
        .withHtmlContent(markup, url)
        .toStream(new ByteArrayOutputStream())
        .run();
    assertThat(SENTINEL.takeVisits()).isPositive();
  }

  static List<String> payloads() {
    return Hostile.payloads(SENTINEL.url(), "/etc/passwd");
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void inEveryFieldItIsText(String payload) throws IOException {
    var tenant = tenant(payload);
    var client = client(payload);
    var invoice =
        numbered(
            invoice(tenant, client, List.of(line(payload, "1", Money.of(5, "XOF"), "0", "0"))),
            payload);
    var text = asWritten(PDF.render(tenant, client, invoice));
    // Seller thrice in three fields and at the foot, client in four, the line, the number.
    assertThat(text.split(java.util.regex.Pattern.quote(withoutSpaces(payload)), -1))
        .hasSizeGreaterThan(11);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000",
        "\u0001\u0008\u000B\u001F",
        "\uD800",
        "\uDC00x",
        "\uFFFE\uFFFF",
        "\u202Egnp.exe",
        "\u2028\u2029",
        "\uFEFF\u200B"
      })
  void whatXmlCannotCarryDoesNotStopAnInvoice(String odd) throws IOException {
    var client = client("Avant" + odd + "Après");
    var text =
        InvoicePdfTest.text(PDF.render(dakar(), client, invoice(dakar(), client, millionXof())));
    assertThat(text).contains("Avant", "Après");
  }

  @Test
  void anyTextPrints() {
    for (long seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var noise = new StringBuilder("x");
      random.ints(60, 0, 0x10000).forEach(unit -> noise.append((char) unit));
      var client = client(noise.toString());
      assertThatCode(() -> PDF.render(dakar(), client, invoice(dakar(), client, millionXof())))
          .as("seed %d", seed)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "not a picture",
            "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://127.0.0.1/'/></svg>",
        "GIF89a", "%PDF-1.7", "\u0089PNG\r\n\u001a\n"
      })
  void aLogoThatIsNoPictureIsLeftOut(String logo) throws IOException {
    var tenant = dublin(logo.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    var pdf = PDF.render(tenant, frenchClient(), invoice(tenant, frenchClient(), millionXof()));
    assertThat(images(pdf)).isZero();
  }

  @Test
  void aLogoIsDrawn() throws IOException {
    var tenant = dublin(picture(300, 80));
    var pdf = PDF.render(tenant, frenchClient(), invoice(tenant, frenchClient(), millionXof()));
    assertThat(images(pdf)).isOne();
  }

  @Test
  void aLogoTooLargeForMemoryIsLeftOut() throws IOException {
    var tenant = dublin(picture(9000, 10));
    var pdf = PDF.render(tenant, frenchClient(), invoice(tenant, frenchClient(), millionXof()));
    assertThat(images(pdf)).isZero();
  }

  private static byte[] picture(int width, int height) throws IOException {
    var image =
        new java.awt.image.BufferedImage(width, height, java.awt.image.BufferedImage.TYPE_INT_RGB);
    var out = new ByteArrayOutputStream();
    javax.imageio.ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static int images(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      var resources = document.getPage(0).getResources();
      int images = 0;
      for (var name : resources.getXObjectNames()) {
        images += resources.isImageXObject(name) ? 1 : 0;
      }
      return images;
    }
  }

  private static Tenant tenant(String text) {
    var plain = dakar();
    return new Tenant(
        plain.id(),
        text,
        text,
        text,
        text,
        text,
        null,
        plain.currency(),
        plain.timeZone(),
        plain.locale(),
        30,
        plain.numberingPattern(),
        plain.taxRates(),
        null,
        null,
        plain.largePayment(),
        plain.reminderMilestones(),
        NOW);
  }

  private static Client client(String text) {
    return new Client(new ClientId(new UUID(0, 2)), text, text, text, text, Locale.FRENCH, NOW, 1);
  }

  private static Invoice numbered(Invoice plain, String number) {
    return new Invoice(
        plain.tenant(),
        plain.id(),
        plain.client(),
        new InvoiceNumber("all", 1, number),
        plain.status(),
        plain.issueDate(),
        plain.dueDate(),
        plain.lines(),
        plain.totals(),
        plain.paid(),
        0,
        plain.metadata(),
        plain.createdAt());
  }

  /** In the order of writing, so that a cell's wrapped text stays together. */
  private static String asWritten(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return withoutSpaces(new PDFTextStripper().getText(document));
    }
  }

  private static String withoutSpaces(String text) {
    return text.replaceAll("[\\s\\u00A0]+", "");
  }
}
