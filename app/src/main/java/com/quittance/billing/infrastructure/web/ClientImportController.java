package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.AddClient;
import com.quittance.csv.CsvRows;
import com.quittance.http.Caller;
import com.quittance.http.ContentType;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.RequestId;
import com.quittance.idempotency.Idempotency;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Clients out of a spreadsheet. */
@RestController
@RequestMapping(path = "/api/v1/clients/import", produces = MediaType.APPLICATION_JSON_VALUE)
public final class ClientImportController {

  private static final Pattern TYPE =
      Pattern.compile(
          "(?i)\\s*text/csv\\s*(;\\s*(charset\\s*=\\s*\"?utf-8\"?|header\\s*=\\s*present)\\s*)*");

  /** What an export has beside these is not for us to take over. */
  private static final CsvRows TABLE =
      new CsvRows(
          Set.of("name", "email", "address", "tax_id", "locale"),
          Set.of("id", "created_at"),
          RowByRow.MOST);

  private final Idempotency idempotency;
  private final AddClient addClient;

  public ClientImportController(Idempotency idempotency, AddClient addClient) {
    this.idempotency = idempotency;
    this.addClient = addClient;
  }

  /** As many invoices in one request: one transaction, one answer for each row. */
  @PostMapping
  @Needs(Ability.CLIENTS_WRITE)
  ResponseEntity<byte[]> add(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    ContentType.require(http, TYPE, "Send CSV in UTF-8 with the header Content-Type: text/csv.");
    var bytes = JsonBody.bytes(http);
    var rows = rows(bytes);
    Idempotency.require(http);
    return idempotency.once(
        caller.scope(),
        http,
        bytes,
        tx ->
            RowByRow.create(
                rows,
                RequestId.of(http).toString(),
                (row, result) -> {
                  var client = addClient.add(tx, ClientController.request(row));
                  result.put("id", client.id().toString());
                }));
  }

  private static List<JsonBody> rows(byte[] bytes) {
    try {
      var rows = new ArrayList<JsonBody>();
      for (var row : TABLE.read(bytes)) {
        rows.add(JsonBody.of(row, "/rows/" + rows.size()));
      }
      return rows;
    } catch (IllegalArgumentException unreadable) {
      throw Problem.of(
          Type.INVALID_REQUEST, "Expected %s.".formatted(unreadable.getMessage()), unreadable);
    }
  }
}
