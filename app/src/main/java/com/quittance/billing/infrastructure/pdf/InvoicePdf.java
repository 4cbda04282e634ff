package com.quittance.billing.infrastructure.pdf;

import com.openhtmltopdf.extend.FSStream;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.infrastructure.Wording;
import com.quittance.tenancy.Tenant;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/** Prints invoices. Many threads may share one. */
public final class InvoicePdf {

  private static final String LOGO = "tenant:logo";

  /** What XML cannot carry even escaped, and marks that nobody sees but that hide or turn text. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\uFFFE\\uFFFF&&[^\\t\\n\\r]]");

  static {
    XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING));
  }

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          InvoicePdf.class.getClassLoader(),
          "com.quittance.templates.html");

  private final Queue<Typefaces> idleTypefaces = new ConcurrentLinkedQueue<>();

  /**
   * The invoice as it stands: marked when it is paid. The same input gives the same bytes. The
   * caller waits its turn at a press; interrupted, it gives up.
   */
  public byte[] render(Tenant tenant, Client client, Invoice invoice) {
    return Presses.print(() -> print(tenant, client, invoice));
  }

  private byte[] print(Tenant tenant, Client client, Invoice invoice) {
    var logo = Logo.usable(tenant.logo());
    var page = new InvoicePage(tenant, client, invoice, Wording.of(tenant, client), logo != null);
    var typefaces = idleTypefaces.poll();
    if (typefaces == null) {
      typefaces = new Typefaces();
    }
    try {
      return print(page, logo, typefaces);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      idleTypefaces.add(typefaces);
    }
  }

  private byte[] print(InvoicePage page, byte @Nullable [] logo, Typefaces typefaces)
      throws IOException {
    try (var document = new PDDocument()) {
      var builder =
          new PdfRendererBuilder()
              .usePDDocument(document)
              .withHtmlContent(html(page), null)
              .usePdfUaAccessibility(true)
              .withProducer("Quittance");
      typefaces.offerTo(builder, document);
      closeDoors(builder, logo);
      try (var renderer = builder.buildPdfRenderer()) {
        renderer.createPDFWithoutClosing();
      }
      date(document, page);
      var out = new ByteArrayOutputStream(1 << 16);
      document.save(out);
      return out.toByteArray();
    }
  }

  private String html(InvoicePage page) {
    var html = new StringOutput(1 << 14);
    templates.render("invoice.jte", page, html);
    var text = UNPRINTABLE.matcher(html.toString()).replaceAll("");
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Nothing is ever fetched for a page: whatever it names, only the logo we hold is answered. */
  static void closeDoors(PdfRendererBuilder builder, byte @Nullable [] logo) {
    for (var when : ExternalResourceControlPriority.values()) {
      builder.useExternalResourceAccessControl((uri, type) -> LOGO.equals(uri), when);
    }
    builder.useUriResolver((base, uri) -> LOGO.equals(uri) ? uri : null);
    builder.useProtocolsStreamImplementation(
        uri -> new Held(logo == null || !LOGO.equals(uri) ? new byte[0] : logo),
        "tenant",
        "http",
        "https",
        "file",
        "data",
        "classpath",
        "jar",
        "ftp");
  }

  /** Dated by the invoice, not by the printing. */
  private static void date(PDDocument document, InvoicePage page) {
    var createdAt = page.invoice().createdAt();
    document.setDocumentId(createdAt.toEpochMilli());
    document
        .getDocumentInformation()
        .setCreationDate(GregorianCalendar.from(createdAt.atZone(ZoneOffset.UTC)));
  }

  private record Held(byte[] bytes) implements FSStream {

    @Override
    public InputStream getStream() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public Reader getReader() {
      return new InputStreamReader(getStream(), StandardCharsets.UTF_8);
    }
  }
}
