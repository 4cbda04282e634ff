package com.quittance.billing.infrastructure.web;

import com.quittance.billing.domain.Refusal.DueBeforeIssue;
import com.quittance.billing.domain.Refusal.GatewayFailed;
import com.quittance.billing.domain.Refusal.GatewayNotConfigured;
import com.quittance.billing.domain.Refusal.GatewayReferenceTaken;
import com.quittance.billing.domain.Refusal.GatewayUnanswered;
import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refusal.MixedCurrencies;
import com.quittance.billing.domain.Refusal.NotPayable;
import com.quittance.billing.domain.Refusal.NotRefundable;
import com.quittance.billing.domain.Refusal.Overpayment;
import com.quittance.billing.domain.Refusal.UnknownClient;
import com.quittance.billing.domain.Refusal.UnknownDraft;
import com.quittance.billing.domain.Refusal.UnknownGateway;
import com.quittance.billing.domain.Refusal.UnknownInvoice;
import com.quittance.billing.domain.Refusal.UnknownPayment;
import com.quittance.billing.domain.Refusal.WrongState;
import com.quittance.billing.domain.Refused;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.node.ObjectNode;

/** The domain's no, as a problem; a new refusal does not compile until it is here. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Refusals {

  @ExceptionHandler
  ResponseEntity<ObjectNode> refused(Refused refused, HttpServletRequest request) {
    return Problems.answer(problem(refused), request);
  }

  static Problem problem(Refused refused) {
    return switch (refused.refusal()) {
      case UnknownClient _ -> Problem.invalid("/client_id", "the id of a client of yours");
      case UnknownDraft _ -> Problem.of(Type.NOT_FOUND, "There is no such draft.");
      case UnknownInvoice _ -> Problem.of(Type.NOT_FOUND, "There is no such invoice.");
      case UnknownPayment _ -> Problem.of(Type.NOT_FOUND, "There is no such payment.");
      case Invalid(var field, var expected) -> Problem.invalid(pointer(field), expected);
      case DueBeforeIssue(var issue, var due) ->
          Problem.invalid(
              "/due_date", "a date from the issue date %s on, not %s".formatted(issue, due));
      case MixedCurrencies(var field, var expected, var given) ->
          Problem.invalid(pointer(field), "%s like the invoice, not %s".formatted(expected, given));
      case Overpayment(var open, var offered) ->
          Problem.of(Type.OVERPAYMENT, "%s is open; %s was offered.".formatted(open, offered));
      case NotPayable(var invoice, var status) ->
          Problem.of(Type.NOT_PAYABLE, "Invoice %s is %s.".formatted(invoice, status.code()));
      case WrongState(var invoice, var status, var expected) ->
          Problem.of(
              Type.INVOICE_STATE,
              "Invoice %s is %s; expected %s.".formatted(invoice, status.code(), expected));
      case NotRefundable(var payment, var left) ->
          Problem.of(
              Type.NOT_REFUNDABLE, "%s of payment %s can be given back.".formatted(left, payment));
      case UnknownGateway(var gateway) ->
          Problem.invalid("/gateway", "stripe or manual, not " + gateway);
      case GatewayReferenceTaken(var gateway, var reference) ->
          Problem.of(
              Type.GATEWAY_REFERENCE_TAKEN,
              "The %s payment %s is registered already.".formatted(gateway, reference));
      case GatewayFailed(var gateway, var reason) ->
          Problem.of(Type.GATEWAY_FAILED, "%s: %s".formatted(gateway, reason));
      case GatewayUnanswered(var gateway, var reason) ->
          Problem.of(
              Type.GATEWAY_FAILED,
              "%s: %s; send the same again, under the same Idempotency-Key."
                  .formatted(gateway, reason));
      case GatewayNotConfigured(var gateway, var missing) ->
          Problem.of(Type.NOT_CONFIGURED, "%s: %s".formatted(gateway, missing));
    };
  }

  /** {@code lines[2].quantity} is {@code /lines/2/quantity}. */
  private static String pointer(String field) {
    return "/" + field.replace("[", "/").replace("]", "").replace('.', '/');
  }
}
