package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.CreateInvoice;
import com.quittance.billing.domain.Refused;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Problem;
import com.quittance.http.ProblemJson;
import com.quittance.http.RequestId;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Many invoices in one request, such as a month's subscriptions. */
@RestController
@RequestMapping(path = "/api/v1/invoices/bulk", produces = MediaType.APPLICATION_JSON_VALUE)
public final class BulkInvoiceController {

  static final int MOST = 1_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final Idempotency idempotency;
  private final CreateInvoice createInvoice;

  public BulkInvoiceController(Idempotency idempotency, CreateInvoice createInvoice) {
    this.idempotency = idempotency;
    this.createInvoice = createInvoice;
  }

  /** The published JSON. A change here is a change of the API. */
  record BulkJson(int created, int refused, List<ObjectNode> data) {}

  /**
   * One transaction, one answer for each row. A row that is refused has changed nothing and spoils
   * no other; should the server fail, there is none of them.
   */
  @PostMapping
  @Needs(Ability.INVOICES_WRITE)
  ResponseEntity<byte[]> create(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var bytes = JsonBody.bytes(http);
    var body = JsonBody.of(http, bytes);
    var rows = body.separately("invoices", MOST);
    body.end().check();
    Idempotency.require(http);
    var request = RequestId.of(http).toString();
    return idempotency.once(
        caller.scope(), http, bytes, tx -> Answer.ok(create(tx, rows, request)));
  }

  private BulkJson create(Tx tx, List<JsonBody> rows, String request) {
    var results = new ArrayList<ObjectNode>();
    var created = 0;
    for (var row : rows) {
      var result = JSON.createObjectNode().put("index", results.size());
      try {
        var invoice = createInvoice.create(tx, InvoiceRequest.read(row));
        result
            .put("status", 201)
            .put("id", invoice.id().toString())
            .put("number", invoice.number());
        created++;
      } catch (Refused refused) {
        refuse(result, Refusals.problem(refused).below(row.path()), request);
      } catch (Problem refused) {
        refuse(result, refused, request);
      }
      results.add(result);
    }
    return new BulkJson(created, results.size() - created, results);
  }

  private static void refuse(ObjectNode result, Problem problem, String request) {
    result.put("status", problem.type().status());
    result.set("problem", ProblemJson.body(problem, request));
  }
}
