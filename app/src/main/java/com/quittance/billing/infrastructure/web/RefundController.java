package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.RefundPayment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.Refund;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.billing.infrastructure.store.Refunds;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What goes back to clients. */
@RestController
@RequestMapping(path = "/api/v1/payments/{id}/refunds", produces = MediaType.APPLICATION_JSON_VALUE)
public final class RefundController {

  private static final long MAX_AMOUNT = 9_007_199_254_740_991L;
  private static final int MAX_REASON = 200;

  private final Transactions transactions;
  private final Idempotency idempotency;
  private final RefundPayment refundPayment;

  public RefundController(
      Transactions transactions, Idempotency idempotency, RefundPayment refundPayment) {
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.refundPayment = refundPayment;
  }

  /** The published JSON. A change here is a change of the API. */
  record RefundJson(
      UUID id,
      UUID paymentId,
      long amount,
      String currency,
      String status,
      String reason,
      @Nullable String gatewayReference,
      @Nullable String failureReason,
      Instant createdAt,
      @Nullable Instant settledAt) {

    static RefundJson of(Refund refund) {
      return new RefundJson(
          refund.id().value(),
          refund.payment().value(),
          refund.amount().minor(),
          refund.amount().currency().getCurrencyCode(),
          refund.status().code(),
          refund.reason(),
          refund.gatewayReference(),
          refund.failureReason(),
          refund.createdAt(),
          refund.settledAt());
    }
  }

  @PostMapping
  @Needs(Ability.PAYMENTS_REFUND)
  ResponseEntity<byte[]> refund(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var payment = new PaymentId(Page.id(id, "payment"));
    var bytes = JsonBody.bytes(http);
    var body = JsonBody.of(http, bytes);
    var amount = body.has("amount") ? body.integer("amount", 1, MAX_AMOUNT) : null;
    var reason = body.line("reason", MAX_REASON);
    body.end().check();
    Idempotency.require(http);
    return idempotency.once(
        caller.scope(),
        http,
        bytes,
        tx -> {
          var refund =
              refundPayment.request(tx, payment, new RefundPayment.Request(amount, reason));
          return Answer.created(
              "/api/v1/payments/%s/refunds".formatted(payment), RefundJson.of(refund));
        });
  }

  @GetMapping
  @Needs(Ability.PAYMENTS_READ)
  Page<RefundJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
    var payment = new PaymentId(Page.id(id, "payment"));
    var refunds =
        transactions.in(
            caller.scope(), tx -> new Refunds(tx).of(new Payments(tx).get(payment).id()));
    return new Page<>(refunds.stream().map(RefundJson::of).toList(), false, null);
  }
}
