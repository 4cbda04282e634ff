package com.quittance.billing.infrastructure.web;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.billing.infrastructure.web.ClientController.ClientJson;
import com.quittance.billing.infrastructure.web.PaymentController.PaymentJson;
import com.quittance.http.Caller;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Ability;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is told about an invoice besides itself, in the same answer. Whoever asks needs the ability
 * that they would need to ask for it alone.
 */
final class Expansion {

  /** Of one invoice; all are at {@code /invoices/{id}/payments}. */
  private static final int PAYMENTS_OF_EACH = 100;

  /** Of one page: all are in memory at once. */
  private static final int MOST_PAYMENTS = 1_000;

  private enum Part {
    CLIENT(Ability.CLIENTS_READ),
    PAYMENTS(Ability.PAYMENTS_READ);

    private final Ability needs;

    Part(Ability needs) {
      this.needs = needs;
    }
  }

  private final Set<Part> parts;

  private Expansion(Set<Part> parts) {
    this.parts = parts;
  }

  /**
   * @param text of the query parameter, such as {@code client,payments}; null for nothing more
   * @throws Problem when it asks for what there is not, or what the caller may not see
   */
  static Expansion of(@Nullable String text, Caller caller) {
    var parts = EnumSet.noneOf(Part.class);
    for (var name : text == null ? new String[0] : text.split(",", -1)) {
      var part = part(name);
      if (!caller.principal().may(part.needs)) {
        throw Problem.of(
            Type.ABILITY_MISSING,
            "To expand %s takes the ability %s.".formatted(name, part.needs.code()));
      }
      parts.add(part);
    }
    return new Expansion(parts);
  }

  private static Part part(String name) {
    return switch (name) {
      case "client" -> Part.CLIENT;
      case "payments" -> Part.PAYMENTS;
      default ->
          throw Problem.of(Type.INVALID_REQUEST, "expand: expected client, payments or both.");
    };
  }

  /**
   * At one statement for each part, however many invoices.
   *
   * @param today the tenant's
   * @return fewer than {@code invoices}, the first of them, when they have many payments
   */
  List<InvoiceJson> json(Tx tx, List<Invoice> invoices, LocalDate today) {
    var found = parts.contains(Part.PAYMENTS) ? payments(tx, invoices) : List.<Payment>of();
    var shown = invoices;
    if (found.size() > MOST_PAYMENTS) {
      var broken = found.getLast().invoice();
      shown = invoices.stream().takeWhile(invoice -> !invoice.id().equals(broken)).toList();
    }
    Map<ClientId, Client> clients =
        parts.contains(Part.CLIENT) ? new Clients(tx).of(shown) : Map.of();
    var payments = found.stream().collect(Collectors.groupingBy(Payment::invoice));
    return shown.stream()
        .map(
            invoice ->
                InvoiceJson.of(
                    invoice,
                    today,
                    client(clients.get(invoice.client())),
                    payments(payments.getOrDefault(invoice.id(), List.of()))))
        .toList();
  }

  private static List<Payment> payments(Tx tx, List<Invoice> invoices) {
    var ids = invoices.stream().map(Invoice::id).toList();
    return new Payments(tx).of(ids, PAYMENTS_OF_EACH, MOST_PAYMENTS + 1);
  }

  private static @Nullable ClientJson client(@Nullable Client client) {
    return client == null ? null : ClientJson.of(client);
  }

  private @Nullable List<PaymentJson> payments(List<Payment> payments) {
    return parts.contains(Part.PAYMENTS) ? payments.stream().map(PaymentJson::of).toList() : null;
  }
}
