package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.application.HandleInvoice;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows when an invoice is sent again or taken back. */
class IssuedInvoiceListenersTest {

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
  void anInvoiceIsMailedOnceMoreOnRequest() throws Exception {
    var invoice = house.createInvoice(1_180_000);
    house.work();
    house.takeMails();
    house.advance(ofMinutes(5));

    house
        .house()
        .transactions()
        .run(house.scope(), tx -> HandleInvoice.sendAgain(tx, invoice.id()));
    house.work();

    var mail = house.mails().getFirst();
    assertThat(house.mails()).hasSize(1);
    assertThat(mail.getSubject()).contains(invoice.number());
    assertThat(attachment(mail)).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    assertThat(house.invoice(invoice.id()).metadata().notificationSentAt())
        .isEqualTo(TestHouse.START.plus(ofMinutes(5)));
  }

  @Test
  void theClientIsToldOfAVoidInvoiceAndNotSentTheInvoiceAnyMore() throws Exception {
    var invoice = house.createInvoice(1_180_000);
    house
        .house()
        .transactions()
        .run(house.scope(), tx -> HandleInvoice.takeBack(tx, invoice.id(), "Doublon"));
    house.work();

    var mail = house.mails().getFirst();
    assertThat(house.mails()).hasSize(1);
    assertThat(mail.getSubject()).isEqualTo("Facture %s annulée".formatted(invoice.number()));
    var printed = text(attachment(mail));
    assertThat(printed).contains("ANNULÉE", "facture annulée").doesNotContain("À régler");
    assertThat(house.house().generatePdf().current(house.scope(), invoice.id()))
        .isEqualTo(attachment(mail));
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
