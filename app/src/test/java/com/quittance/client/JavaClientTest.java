package com.quittance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.quittance.http.Doors;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client against a running server. docs/java-client.md quotes from here. */
@ExtendWith(Doors.Opened.class)
class JavaClientTest {

  private final Doors doors;
  private RelayedServer server;
  private Quittance quittance;

  JavaClientTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void open() {
    var http = doors.as(doors.newTenant());
    server = new RelayedServer(http);
    quittance = connect(server.uri(), http.token());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Quittance connect(URI address, String token) {
    Quittance quittance =
        Quittance.at(address) // https://billing.example
            .retries(
                new Retries(
                    5, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofMinutes(1)))
            .token(token); // qt_…
    return quittance;
  }

  private Client awa() {
    return quittance.clients().create(NewClient.of("Boulangerie Ndiaye", "awa@ndiaye.example"));
  }

  private Invoice invoice(Client client, long total) {
    var line = NewLine.of("Conseil", "1", total);
    return quittance.invoices().create(NewInvoice.to(client.id()).line(line));
  }

  @Test
  void aFirstInvoice() {
    Client client =
        quittance.clients().create(NewClient.of("Boulangerie Ndiaye", "awa@ndiaye.example"));
    Invoice invoice =
        quittance
            .invoices()
            .create(
                NewInvoice.to(client.id())
                    .line(NewLine.of("Conseil", "2.5", 400_000).taxRate("18")));
    byte[] pdf = quittance.invoices().pdf(invoice.id());
    Payment payment =
        quittance.payments().create(invoice.id(), NewPayment.manual(invoice.balanceDue()));

    assertThat(invoice.total()).isEqualTo(1_180_000);
    assertThat(invoice.lines().getFirst().quantity()).isEqualByComparingTo("2.5");
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(payment.status()).isEqualTo(Payment.Status.COMPLETED);
    assertThat(quittance.payments().get(payment.id())).isEqualTo(payment);
    var paid = quittance.invoices().get(invoice.id(), InvoiceQuery.Expand.values());
    assertThat(paid.status()).isEqualTo(Invoice.Status.PAID);
    assertThat(paid.client()).isEqualTo(client);
    assertThat(paid.payments()).containsExactly(payment);

    var events = quittance.events().list(null, "invoice:" + invoice.id()).stream().toList();
    assertThat(events).isNotEmpty();
    assertThat(quittance.events().get(events.getLast().id()).deliveries()).isNotEmpty();
  }

  @Test
  void everyPage() {
    var client = awa();
    for (var total = 1; total <= 5; total++) {
      invoice(client, total);
    }
    invoice(awa(), 100);
    long owed = 0;
    var open = InvoiceQuery.ALL.status(Invoice.Status.SENT).client(client.id());
    for (Invoice invoice : quittance.invoices().list(open).pageSize(2)) {
      owed += invoice.balanceDue();
    }
    assertThat(owed).isEqualTo(15);

    var page = quittance.invoices().list(open).pageSize(2).page(null);
    assertThat(page.data()).hasSize(2);
    assertThat(page.hasMore()).isTrue();
    assertThat(quittance.clients().list().stream()).hasSize(2);
    var today = quittance.invoices().list(open).stream().findFirst().orElseThrow().issueDate();
    var query = open.issued(today, today).ascending(InvoiceQuery.Sort.TOTAL).overdue(false);
    assertThat(quittance.invoices().list(query).stream()).extracting("total").startsWith(1L);
  }

  private static String tell(Quittance quittance, NewInvoice order) {
    try {
      return quittance.invoices().create(order).number();
    } catch (ProblemException refused) {
      if (refused.is("validation")) {
        return refused.errors().stream()
            .map(wrong -> wrong.pointer() + ": " + wrong.detail())
            .collect(Collectors.joining("\n"));
      }
      throw refused; // its message names request, type and detail, never the token
    }
  }

  @Test
  void aRefusalSaysWhatWasExpected() {
    var order = NewInvoice.to(awa().id()).line(NewLine.of("", "0", 1));
    assertThat(tell(quittance, order))
        .contains("/lines/0/description: ", "/lines/0/quantity: expected a quantity above 0");
    assertThatThrownBy(
            () -> quittance.invoices().get(UUID.fromString("019cadfd-8900-7151-b6f2-ed5a70cc4326")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.is("not-found")).isTrue();
              assertThat(refused.requestId()).isNotBlank();
            });
  }

  @Test
  void nobodysChangeIsOverwritten() {
    var client = awa();
    Tagged<Client> read = quittance.clients().get(client.id());
    quittance.clients().change(client.id(), ClientChange.NOTHING.name("Ndiaye et fils"));
    try {
      quittance.clients().change(read, ClientChange.NOTHING.email("compta@ndiaye.example"));
    } catch (ConflictException conflict) {
      read = quittance.clients().get(client.id()); // and decide anew
    }
    assertThat(read.value().name()).isEqualTo("Ndiaye et fils");
    assertThat(read.value().email()).isEqualTo(client.email());
    var changed = quittance.clients().change(read, ClientChange.NOTHING.address("Rue 10\nThiès"));
    assertThat(changed.etag()).isNotEqualTo(read.etag());
    var without = quittance.clients().change(changed, ClientChange.NOTHING.address(null));
    assertThat(without.value()).isEqualTo(read.value());
  }

  @Test
  void aLostAnswerHasOneEffect() {
    var client = awa();
    server.loseOne();
    invoice(client, 1_000);
    NewInvoice order = NewInvoice.to(client.id()).line(NewLine.of("Conseil", "1", 2_000));
    server.loseOne();
    Invoice once = quittance.withKey("order-4711").invoices().create(order);
    Invoice again = quittance.withKey("order-4711").invoices().create(order);
    assertThat(again).isEqualTo(once);
    assertThat(quittance.invoices().list(InvoiceQuery.ALL).stream()).hasSize(2);
  }

  @Test
  void aDraftIsChangedAndIssuedOnce() {
    var draft = quittance.drafts().create(NewInvoice.to(awa().id()).due(LocalDate.of(2030, 1, 1)));
    var read = quittance.drafts().get(draft.id());
    var change =
        DraftChange.NOTHING.lines(List.of(NewLine.of("Conseil", "1", 5_000).discount("10")));
    var changed = quittance.drafts().change(read, change.due(null));

    assertThat(changed.value().total()).isEqualTo(4_500);
    assertThat(changed.value().dueDate()).isNull();
    assertThatThrownBy(() -> quittance.drafts().issue(read)).isInstanceOf(ConflictException.class);
    server.loseOne();
    assertThat(quittance.drafts().issue(changed).id()).isEqualTo(draft.id());
    assertThat(quittance.drafts().list().stream()).isEmpty();

    var other = quittance.drafts().create(NewInvoice.to(awa().id()).currency("EUR"));
    assertThat(quittance.drafts().list(other.clientId()).stream()).containsExactly(other);
    quittance.drafts().delete(other.id());
    assertThatThrownBy(() -> quittance.drafts().get(other.id())).hasMessageContaining("404");
  }

  @Test
  void moneyGoesBackAndInvoicesAreTakenBack() {
    var invoice = invoice(awa(), 1_000);
    var payment =
        quittance.payments().create(invoice.id(), NewPayment.manual(600).reference("c-7"));
    quittance.payments().refund(payment.id(), NewRefund.of(200, "One day less"));
    quittance.payments().refund(payment.id(), NewRefund.ofAll("The rest"));
    assertThat(quittance.payments().refunds(payment.id()))
        .extracting(Refund::amount, Refund::status)
        .containsExactlyInAnyOrder(
            tuple(200L, Refund.Status.COMPLETED), tuple(400L, Refund.Status.COMPLETED));
    assertThat(quittance.payments().list().stream().map(Payment::id)).contains(payment.id());
    assertThat(quittance.payments().of(invoice.id()).getFirst().status())
        .isEqualTo(Payment.Status.REFUNDED);

    assertThat(quittance.invoices().send(invoice.id()).id()).isEqualTo(invoice.id());
    assertThat(quittance.invoices().cancel(invoice.id(), "Issued twice").status())
        .isEqualTo(Invoice.Status.VOID);
  }

  @Test
  void manyAtOnce() {
    var good = NewInvoice.to(awa().id()).line(NewLine.of("Conseil", "1", 1_000));
    List<NewInvoice> orders = List.of(good, good.line(NewLine.of("Conseil", "0", 1)));
    Map<NewInvoice, Problem> refused = new HashMap<>();
    BulkResult result = quittance.invoices().createAll(orders);
    for (BulkResult.Row row : result.data()) {
      if (row.problem() != null) {
        refused.put(orders.get(row.index()), row.problem());
      }
    }
    assertThat(result.created()).isEqualTo(1);
    assertThat(refused).containsOnlyKeys(orders.getLast());
    assertThat(result.data().getLast().problem().errors().getFirst().pointer())
        .isEqualTo("/invoices/1/lines/1/quantity");
  }

  @Test
  void endpointsOfWebhooks() {
    WebhookEndpoint endpoint =
        quittance
            .webhookEndpoints()
            .create(NewWebhookEndpoint.at("https://ledger.example/hooks", "invoice.paid"));
    String secret = endpoint.secret(); // keep it: it is shown this once
    assertThat(endpoint.toString()).doesNotContain(secret);
    var rotated =
        quittance.webhookEndpoints().rotateSecret(endpoint.id(), Duration.ofHours(24)).secret();
    assertThat(rotated).isNotEqualTo(secret);
    assertThat(quittance.webhookEndpoints().enable(endpoint.id(), false).enabled()).isFalse();
    assertThat(quittance.webhookEndpoints().list().stream())
        .containsExactly(quittance.webhookEndpoints().get(endpoint.id()));
    quittance.webhookEndpoints().delete(endpoint.id());
    assertThat(quittance.webhookEndpoints().list().stream()).isEmpty();
  }

  @Test
  void theRestIsJson() {
    String company = quittance.get("/api/v1/tenant").get("legal_name").asString();
    quittance.send("PATCH", "/api/v1/tenant", Map.of("payment_terms_days", 15));
    assertThat(company).isEqualTo("Atelier Diop");
    assertThat(quittance.get("/api/v1/tenant").get("payment_terms_days").asInt()).isEqualTo(15);
  }

  /** Verified for real by WebhookDeliveryTest. */
  static int receive(com.sun.net.httpserver.HttpExchange exchange, List<String> secrets)
      throws IOException {
    try {
      byte[] body = exchange.getRequestBody().readAllBytes();
      WebhookEvent event = Webhooks.verify(secrets, exchange.getRequestHeaders()::getFirst, body);
      System.out.println(event.id() + " " + event.type() + " " + event.data().get("invoice_id"));
      return 204;
    } catch (InvalidWebhookException unsure) {
      return 400;
    }
  }

  @Test
  void theGuideQuotesWhatRunsHere() throws IOException {
    var here = flat(Path.of("src/test/java/com/quittance/client/JavaClientTest.java"));
    var guide = Files.readString(Path.of("../docs/java-client.md"));
    var quotes =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide).results().toList();
    assertThat(quotes).hasSizeGreaterThan(5);
    for (var quote : quotes) {
      assertThat(here).contains(flat(quote.group(1)));
    }
  }

  private static String flat(Path file) throws IOException {
    return flat(Files.readString(file));
  }

  private static String flat(String source) {
    return source.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
