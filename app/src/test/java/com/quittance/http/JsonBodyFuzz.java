package com.quittance.http;

import com.quittance.billing.domain.Quantity;
import com.quittance.money.Rate;
import java.util.UUID;

/** Bodies as somebody may send them: read, or refused as a problem, in no time. */
public final class JsonBodyFuzz {

  private JsonBodyFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      var body = JsonBody.of(input);
      body.line("name", 200);
      body.optionalText("address", 500);
      body.required("client_id", "an id", UUID::fromString);
      for (var line : body.objects("lines", 500)) {
        line.text("description", 500);
        line.decimal("quantity", Quantity::parse);
        line.integer("unit_price", 0, 1_000_000_000_000_000L);
        line.decimal("tax_rate", Rate::parse);
        line.end();
      }
      body.end().check();
    } catch (Problem refused) {
      if (refused.type().status() >= 500) {
        throw new AssertionError(refused);
      }
    }
  }
}
