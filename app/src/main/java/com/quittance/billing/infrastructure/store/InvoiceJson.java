package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.InvoiceMetadata;
import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.Quantity;
import com.quittance.billing.domain.Tax;
import com.quittance.billing.domain.Totals;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON columns of an invoice's row. */
final class InvoiceJson {

  private static final JsonMapper JSON = new JsonMapper();

  private InvoiceJson() {}

  static String taxes(List<Tax> taxes) {
    var array = JSON.createArrayNode();
    for (var tax : taxes) {
      array
          .addObject()
          .put("rate", tax.rate().toString())
          .put("base", tax.base().minor())
          .put("amount", tax.amount().minor());
    }
    return array.toString();
  }

  static Totals totals(long subtotal, String taxes, long taxTotal, long total, Currency currency) {
    var list = new ArrayList<Tax>();
    for (var tax : JSON.readTree(taxes)) {
      list.add(
          new Tax(
              Rate.parse(tax.get("rate").asString()),
              new Money(tax.get("base").asLong(), currency),
              new Money(tax.get("amount").asLong(), currency)));
    }
    return new Totals(
        new Money(subtotal, currency),
        list,
        new Money(taxTotal, currency),
        new Money(total, currency));
  }

  static InvoiceMetadata metadata(String json) {
    var node = JSON.readTree(json);
    var milestone = node.get("last_overdue_milestone");
    var reminders = node.get("reminder_count");
    return new InvoiceMetadata(
        instant(node.get("notification_sent_at")),
        instant(node.get("paid_notification_sent_at")),
        reminders == null ? 0 : reminders.asInt(),
        milestone == null || milestone.isNull() ? null : milestone.asInt(),
        text(node.get("pdf")));
  }

  static Line line(
      String description,
      BigDecimal quantity,
      Money unitPrice,
      BigDecimal taxRate,
      BigDecimal discount) {
    return new Line(
        description,
        new Quantity(quantity.stripTrailingZeros()),
        unitPrice,
        new Rate(taxRate),
        new Rate(discount));
  }

  private static @Nullable Instant instant(@Nullable JsonNode node) {
    var text = text(node);
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.asString();
  }
}
