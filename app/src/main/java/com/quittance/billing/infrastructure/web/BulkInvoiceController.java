package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.CreateInvoice;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.RequestId;
import com.quittance.idempotency.Idempotency;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Many invoices in one request, such as a month's subscriptions. */
@RestController
@RequestMapping(path = "/api/v1/invoices/bulk", produces = MediaType.APPLICATION_JSON_VALUE)
public final class BulkInvoiceController {

  private final Idempotency idempotency;
  private final CreateInvoice createInvoice;

  public BulkInvoiceController(Idempotency idempotency, CreateInvoice createInvoice) {
    this.idempotency = idempotency;
    this.createInvoice = createInvoice;
  }

  /**
   * One transaction, one answer for each row. A row that is refused has changed nothing and spoils
   * no other; should the server fail, there is none of them.
   */
  @PostMapping
  @Needs(Ability.INVOICES_WRITE)
  ResponseEntity<byte[]> create(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var bytes = JsonBody.bytes(http);
    var body = JsonBody.large(http, bytes);
    var rows = body.separately("invoices", RowByRow.MOST);
    body.end().check();
    Idempotency.require(http);
    var request = RequestId.of(http).toString();
    return idempotency.once(
        caller.scope(),
        http,
        bytes,
        tx ->
            RowByRow.create(
                rows,
                request,
                (row, result) -> {
                  var invoice = createInvoice.create(tx, InvoiceRequest.read(row));
                  result.put("id", invoice.id().toString()).put("number", invoice.number());
                }));
  }
}
