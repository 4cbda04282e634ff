package com.quittance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent, and how what is answered is read. */
class AnswersTest {

  private static final UUID ID = UUID.fromString("019cadfd-8900-7151-b6f2-ed5a70cc4326");

  private final ScriptedServer server = new ScriptedServer();
  private final Quittance quittance = server.quittance();

  @AfterEach
  void close() {
    server.close();
  }

  private String sent() {
    return server.calls.get(server.calls.size() - 1).body();
  }

  @Test
  void whatIsNewIsPassedOver() {
    server.answers(
        200,
        """
        {"id": "%1$s", "payment_id": "%1$s", "amount": 9007199254740991, "currency": "XOF",
         "status": "considered", "reason": "r", "gateway_reference": null, "failure_reason": null,
         "created_at": "2026-03-02T10:00:00Z", "settled_at": null, "a_new_member": {"of": "some"}}
        """
            .formatted(ID));
    var refund = quittance.payments().refund(ID, NewRefund.ofAll("r"));

    assertThat(refund.status()).isEqualTo(Refund.Status.UNKNOWN);
    assertThat(refund.amount()).isEqualTo(9_007_199_254_740_991L);
    assertThat(sent()).isEqualTo("{\"reason\":\"r\"}");
  }

  @Test
  void aProblemIsReadWhole() {
    server.answers(
        422,
        """
        {"type": "/problems/validation", "title": "t", "status": 422, "detail": "d", "instance": "i",
         "errors": [{"pointer": "/lines/0/quantity", "detail": "expected a quantity above 0"}]}
        """);
    assertThatThrownBy(() -> quittance.invoices().create(NewInvoice.to(ID)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().type()).isEqualTo("/problems/validation");
              assertThat(refused.status()).isEqualTo(422);
              assertThat(refused.requestId()).isEqualTo("i");
              assertThat(refused.errors())
                  .extracting(Problem.Wrong::pointer, Problem.Wrong::detail)
                  .containsExactly(tuple("/lines/0/quantity", "expected a quantity above 0"));
            });
    assertThat(sent()).isEqualTo("{\"client_id\":\"%s\"}".formatted(ID));
  }

  @Test
  void whatIsInBetweenMayAnswerToo() {
    server.answers(413, "<html>too much</html>");
    assertThatThrownBy(() -> quittance.clients().get(ID))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().type()).isEqualTo("about:blank");
              assertThat(refused.problem().detail()).isEqualTo("<html>too much</html>");
              assertThat(refused.requestId()).isEqualTo("r-1");
            });
    server.answers(403, "{\"status\": 200}");
    assertThatThrownBy(() -> quittance.clients().get(ID)).hasMessageContaining("403 about:blank");
    server.answers(200, "<html>sign in to the hotel's network</html>");
    assertThatThrownBy(() -> quittance.clients().get(ID)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aChangeNamesTheStateThatItIsMeantFor() {
    var read = quittance.clients().get(ID);
    var change = ClientChange.NOTHING.email("a@example.com").address(null).taxId("7");
    quittance.clients().change(read, change);

    assertThat(server.calls.get(1).ifMatch()).isEqualTo("\"1\"");
    assertThat(sent()).isEqualTo("{\"email\":\"a@example.com\",\"address\":null,\"tax_id\":\"7\"}");
    server.refuses(412, "precondition-failed");
    assertThatThrownBy(() -> quittance.clients().change(read, change))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void numbersHaveNoExponent() {
    server.answers(500, "");
    var line = NewLine.of("Conseil", "1E+3", 5).taxRate("18").discount("0.0001");
    var draft = NewInvoice.to(ID).currency("XOF").due(LocalDate.of(2026, 12, 31)).line(line);
    assertThatThrownBy(() -> quittance.drafts().create(draft));
    assertThat(sent())
        .contains("\"quantity\":1000,", "\"discount\":0.0001", "\"due_date\":\"2026-12-31\"");
  }

  @Test
  void pagesAreFetchedWhenTheyAreComeTo() {
    var page = "{\"data\": [%s], \"has_more\": true, \"next_cursor\": %s}";
    server.answers(200, page.formatted(ScriptedServer.CLIENT, "\"a b\""));
    server.answers(200, page.formatted("", "\"c\""));
    server.answers(200, page.formatted(ScriptedServer.CLIENT, "null"));
    var all = quittance.clients().list().pageSize(1).iterator();

    assertThat(server.calls).isEmpty();
    all.next();
    assertThat(server.calls).hasSize(1);
    all.next();
    assertThat(server.calls.get(1).uri()).isEqualTo("/api/v1/clients?cursor=a+b&limit=1");
    assertThat(all.hasNext()).isFalse();
    assertThat(server.calls).hasSize(3);
  }

  @Test
  void aQueryIsWritten() {
    server.answers(200, "{\"data\": [], \"has_more\": false, \"next_cursor\": null}");
    var day = LocalDate.of(2026, 1, 31);
    var query =
        InvoiceQuery.ALL
            .status(Invoice.Status.PARTIALLY_PAID)
            .overdue(true)
            .number("FAC 1&2")
            .issued(day, day)
            .descending(InvoiceQuery.Sort.DUE_DATE)
            .expand(InvoiceQuery.Expand.CLIENT, InvoiceQuery.Expand.PAYMENTS);
    assertThat(quittance.invoices().list(query).stream()).isEmpty();
    assertThat(server.calls.get(0).uri())
        .isEqualTo(
            "/api/v1/invoices?expand=client%2Cpayments&issued_from=2026-01-31&issued_to=2026-01-31"
                + "&number=FAC+1%262&overdue=true&sort=-due_date&status=partially_paid");
  }

  @Test
  void theRestIsJson() {
    assertThat(quittance.get("/api/v1/tenant").get("locale").asString()).isEqualTo("fr");
    server.answers(204, "");
    assertThat(quittance.send("DELETE", "/api/v1/tokens/1", null).isMissingNode()).isTrue();
    assertThat(quittance.post("/api/v1/x", Map.of("a", 1)).has("id")).isTrue();
    assertThat(sent()).isEqualTo("{\"a\":1}");
  }
}
