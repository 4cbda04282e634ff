package com.quittance.billing.infrastructure.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house that was told neither Stripe's key nor its webhook's secret. */
class StripeNotSetUpTest {

  @Test
  void itSaysWhatIsMissing(@TempDir Path folder) {
    try (var house = TestHouse.open(folder, Map.of("QUITTANCE_STRIPE_WEBHOOK_SECRET", ""));
        var server = WebServer.start(house.house())) {
      var http = new Http(server.port(), house.token());
      var invoice = house.createInvoice(1_000);

      var unheard = Signed.by("guessed", house.clock().instant(), "{}").sendTo(http);
      assertThat(unheard.is(Type.NOT_CONFIGURED).text())
          .contains("QUITTANCE_STRIPE_WEBHOOK_SECRET");

      var path = "/api/v1/invoices/" + invoice.id() + "/payments";
      var unmade = http.post(path, "{\"gateway\": \"stripe\", \"amount\": 1000}");
      assertThat(unmade.is(Type.NOT_CONFIGURED).text()).contains("QUITTANCE_STRIPE_API_KEY");
      assertThat(house.count("payment")).isZero();

      http.post(
              path, "{\"gateway\": \"stripe\", \"amount\": 1000, \"gateway_reference\": \"pi_1\"}")
          .is(201);
    }
  }
}
