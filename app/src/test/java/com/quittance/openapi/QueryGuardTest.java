package com.quittance.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query says what the document has for the route, and nothing twice. */
@ExtendWith(Doors.Opened.class)
class QueryGuardTest {

  private final Doors doors;
  private final Http http;

  QueryGuardTest(Doors doors) {
    this.doors = doors;
    this.http = doors.http();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/clients?emial=awa@x.example",
        "/api/v1/invoices?statsu=paid",
        "/api/v1/invoices?status=paid&status=void",
        "/api/v1/invoices?limit=1&limit=2",
        "/api/v1/invoices?STATUS=paid",
        "/api/v1/invoices/export?sttus=void",
        "/api/v1/tenant?x",
        "/api/v1/tenant?x=%7B",
      })
  void whatTheDocumentDoesNotHaveIsRefused(String path) {
    http.get(path).is(Type.INVALID_REQUEST);
  }

  @Test
  void whatIsRefusedChangesNothing() {
    var before = doors.contents();
    http.send(
            "POST",
            "/api/v1/clients/import?dry_run=true",
            BodyPublishers.ofString("name,email\nA,a@x.example\n"),
            Map.of("Content-Type", "text/csv", "Idempotency-Key", "dry"))
        .is(Type.INVALID_REQUEST);
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void whoMayNotEnterIsToldThatAlone() {
    http.as(null).get("/api/v1/invoices?statsu=paid").is(Type.TOKEN_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"due_date", "-due_date", "issue_date"})
  void aCursorOfNoYearIsNone(String sort) {
    var cursor = "0000-01-01.0197a000-0000-7000-8000-000000000001";
    http.get("/api/v1/invoices?sort=%s&cursor=%s".formatted(sort, cursor)).is(Type.INVALID_REQUEST);
  }
}
