package com.quittance.billing.infrastructure.mail;

import static com.quittance.billing.infrastructure.Documents.NOW;
import static com.quittance.billing.infrastructure.Documents.client;
import static com.quittance.billing.infrastructure.Documents.dakar;
import static com.quittance.billing.infrastructure.Documents.englishClient;
import static com.quittance.billing.infrastructure.Documents.frenchClient;
import static com.quittance.billing.infrastructure.Documents.id;
import static com.quittance.billing.infrastructure.Documents.invoice;
import static com.quittance.billing.infrastructure.Documents.millionXof;
import static com.quittance.billing.infrastructure.Documents.paid;
import static com.quittance.billing.infrastructure.Documents.partlyPaid;
import static com.quittance.billing.infrastructure.Documents.payment;
import static com.quittance.billing.infrastructure.Documents.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Invoice;
import com.quittance.money.Money;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LettersTest {

  private static final byte[] PDF = {'%', 'P', 'D', 'F'};
  private static final Letters LETTERS =
      new Letters(Mailbox.parse("Quittance <billing@quittance.example>"));
  private static final Client AWA = frenchClient();

  @Test
  void anInvoiceIsAnnouncedInFrench() {
    var mail = LETTERS.invoice(occasion(AWA, issued()), PDF);
    assertThat(mail.subject()).isEqualTo("Facture FAC-2026-000042 – Atelier Ndiaye & Fils SARL");
    assertThat(plain(mail.text()))
        .isEqualTo(
            """
            Bonjour Société Générale de Négoce,

            Veuillez trouver ci-joint la facture FAC-2026-000042, à régler au plus tard le 23 décembre 2026.

            Montant à régler : 1 180 000 F CFA
            Facture : FAC-2026-000042
            Émise le : 23 novembre 2026
            Échéance : 23 décembre 2026

            Une question ? Répondez à ce message, il parviendra à Atelier Ndiaye & Fils SARL.

            Atelier Ndiaye & Fils SARL

            --\s
            Message envoyé automatiquement pour Atelier Ndiaye & Fils SARL par Quittance.
            """);
    assertThat(plain(mail.html()))
        .contains("<html lang=\"fr\">", "Bonjour Société Générale de Négoce,", "1 180 000 F CFA")
        .contains("Atelier Ndiaye &amp; Fils SARL")
        .doesNotContain("Ndiaye & Fils");
  }

  @Test
  void theEnvelopeNamesTheTenantAndAnswersGoToIt() {
    var mail = LETTERS.invoice(occasion(AWA, issued()), PDF);
    assertThat(mail.from())
        .isEqualTo(new Mailbox("Atelier Ndiaye & Fils SARL", "billing@quittance.example"));
    assertThat(mail.replyTo().address()).isEqualTo("factures@seller.example");
    assertThat(mail.to())
        .isEqualTo(new Mailbox("Société Générale de Négoce", "aminata@buyer.example"));
    assertThat(mail.date()).isEqualTo(NOW);
    assertThat(mail.messageId()).isEqualTo("<" + id(9) + ".invoice@quittance.example>");
    assertThat(mail.attachments())
        .singleElement()
        .satisfies(
            attachment -> {
              assertThat(attachment.name()).isEqualTo("FAC-2026-000042.pdf");
              assertThat(attachment.content()).isEqualTo(PDF);
            });
  }

  @Test
  void aLetterWrittenAgainForItsJobIsTheSameLetter() {
    var first = LETTERS.thanks(occasion(AWA, paid(issued())), PDF);
    var again = LETTERS.thanks(occasion(AWA, paid(issued())), PDF);
    assertThat(again.messageId()).isEqualTo(first.messageId());
    assertThat(again.html()).isEqualTo(first.html());
  }

  @Test
  void thanksNameWhatWasPaid() {
    var mail = LETTERS.thanks(occasion(englishClient(), paid(issued())), PDF);
    assertThat(mail.subject()).isEqualTo("Thank you: invoice FAC-2026-000042 is paid");
    assertThat(plain(mail.text()))
        .contains("Amount paid: F CFA 1,180,000", "Balance due: F CFA 0", "marked as paid");
    assertThat(mail.attachments()).hasSize(1);
  }

  @Test
  void aReminderSaysHowLateAndWhatIsOpen() {
    var invoice = partlyPaid(issued(), Money.of(180_000, "XOF"));
    var french = LETTERS.reminder(occasion(AWA, invoice), 7, null);
    assertThat(plain(french.text()))
        .contains("arrivée à échéance le 23 décembre 2026, il y a 7 jours")
        .contains("Il reste 1 000 000 F CFA à régler", "Retard : 7 jours");
    assertThat(french.attachments()).isEmpty();
    var english = LETTERS.reminder(occasion(englishClient(), invoice), 1, PDF);
    assertThat(english.text()).contains("1 day ago");
    assertThat(english.attachments()).hasSize(1);
  }

  @Test
  void aFailedPaymentGivesAReasonThatPeopleUnderstand() {
    var invoice = issued();
    var payment = payment(invoice, Money.of(500_000, "XOF"));
    var known = LETTERS.paymentFailed(occasion(AWA, invoice), payment, "insufficient_funds");
    assertThat(plain(known.text()))
        .contains("Le paiement de 500 000 F CFA", "Motif : Provision insuffisante");
    var unknown = LETTERS.paymentFailed(occasion(AWA, invoice), payment, "new_code_of_2027");
    assertThat(plain(unknown.text())).contains("Motif : new_code_of_2027");
  }

  @Test
  void theAccountantIsToldInTheTenantsLanguage() {
    var invoice = paid(issued());
    var payment = payment(invoice, Money.of(1_180_000, "XOF"));
    var mail = LETTERS.accountantNotice(occasion(englishClient(), invoice), payment);
    assertThat(mail.to().address()).isEqualTo("compta@seller.example");
    assertThat(mail.from().name()).isEqualTo("Quittance");
    assertThat(plain(mail.subject()))
        .isEqualTo("Paiement important : 1 180 000 F CFA de Northwind Traders GmbH");
    assertThat(plain(mail.text()))
        .contains("seuil de 1 000 000 F CFA", "Moyen de paiement : stripe")
        .contains("Référence : pi_3PxQ0001");
  }

  @Test
  void theAdminLearnsWhatFailedAndWhy() {
    var gaveUp =
        LETTERS.adminAlert(
            id(9), NOW, dakar(), new Alert.GaveUp("GenerateInvoicePdf", "FAC-1", "disk\r\nfull"));
    assertThat(gaveUp.to().address()).isEqualTo("admin@seller.example");
    assertThat(gaveUp.messageId()).isEqualTo("<" + id(9) + ".alert@quittance.example>");
    assertThat(plain(gaveUp.text())).contains("Dernière erreur : disk full", "queue:retry");
    var failing =
        LETTERS.adminAlert(
            id(9),
            NOW,
            dakar(),
            new Alert.PaymentKeepsFailing(
                "FAC-1", "Awa", Money.of(5_000, "XOF"), 3, "card_declined"));
    assertThat(failing.subject())
        .isEqualTo("Critique : paiement de la facture FAC-1 échoué 3 fois");
    assertThat(failing.text()).contains("Carte refusée par la banque");
  }

  static Stream<String> hostileNames() {
    return Stream.of(
        "<img src=http://127.0.0.1:1/x.png>",
        "</td></table><script>alert(1)</script>",
        "\" onmouseover=\"f()",
        "' style='x",
        "&lt;b&gt;",
        "<a href=\"javascript:f()\">x</a>",
        "${letter.title()} {seller} $1",
        "Bcc: x@y.example\r\nBcc: z@y.example");
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void aHostileNameIsTextInBothParts(String name) {
    var tenant = tenant(name, name, "XOF", Locale.FRENCH, null);
    var client = client(name, Locale.FRENCH);
    var mail =
        LETTERS.invoice(
            new Occasion(id(9), NOW, tenant, client, invoice(tenant, client, millionXof())), PDF);
    assertThat(mail.text()).contains("Bonjour " + name + ",");
    assertThat(mail.html())
        .doesNotContain("<img", "<script", "<a ")
        .contains("Bonjour " + escaped(name) + ",");
    assertThat(mail.subject()).doesNotContain("\r", "\n");
    assertThat(mail.to().name()).doesNotContain("\r", "\n");
  }

  private static Occasion occasion(Client client, Invoice invoice) {
    return new Occasion(id(9), NOW, dakar(), client, invoice);
  }

  private static Invoice issued() {
    return invoice(dakar(), AWA, millionXof());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** With every kind of space as a plain one. */
  private static String plain(String text) {
    return text.replaceAll("[\\u00A0\\u202F]", " ");
  }
}
