package com.quittance.billing.infrastructure.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stripe's messages as they come on a bad day: each one to five times, in any order, some before
 * their payment is registered, every twentieth forged, from four connections. What is there in the
 * end is what would be there had each come once and in order.
 *
 * <p>1 000 messages in each build; {@code -Dstripe.messages=10000} for all of the promise.
 */
class StripeChaosTest {

  private static final int MESSAGES = Integer.getInteger("stripe.messages", 1_000);
  private static final long SEED = Long.getLong("stripe.seed", 20261123);
  private static final int THREADS = 4;
  private static final String OTHERS_SECRET = "whsec_of_somebody_else";

  private final Random random = new Random(SEED);
  private final List<Callable<Void>> deliveries = new ArrayList<>();
  private final Map<String, String> expected = new HashMap<>();

  private TestHouse house;
  private Http http;
  private int messages;
  private int forged;

  @Test
  void theEndIsTheSameAsHadEachMessageComeOnceAndInOrder(@TempDir Path folder) throws Exception {
    try (var opened = TestHouse.open(folder);
        var server = WebServer.start(opened.house())) {
      house = opened;
      http = new Http(server.port(), house.token());
      for (var n = 0; messages < MESSAGES; n++) {
        payment(n);
      }
      Collections.shuffle(deliveries, random);
      try (var threads = Executors.newFixedThreadPool(THREADS)) {
        for (var done : threads.invokeAll(deliveries)) {
          done.get();
        }
      }
      check();
      System.out.printf(
          "seed %d: %d messages, %d deliveries, %d of them forged, %d payments%n",
          SEED, messages, deliveries.size(), forged, expected.size());
    }
  }

  /** An invoice, its payment, and what Stripe tells of it. */
  private void payment(int n) {
    var amount = 100 + random.nextInt(10_000);
    var invoice = house.createInvoice(amount);
    var intent = "pi_chaos_" + n;
    Callable<Void> register =
        () -> {
          http.post(
                  "/api/v1/invoices/" + invoice.id() + "/payments",
                  "{\"gateway\": \"stripe\", \"amount\": %d, \"gateway_reference\": \"%s\"}"
                      .formatted(amount, intent))
              .is(201);
          return null;
        };
    if (random.nextInt(10) == 0) {
      deliveries.add(register); // at some time, perhaps after all that is told of it
    } else {
      run(register);
    }
    var failures = random.nextInt(3);
    for (var i = 0; i < failures; i++) {
      tell(Signed.failed("evt_%d_f%d".formatted(n, i), intent, "card_declined"));
    }
    var outcome = failures == 0 ? "pending" : "failed";
    switch (random.nextInt(10)) {
      case 0 -> tell(Signed.succeeded("evt_%d_x".formatted(n), intent, amount + 1, "xof"));
      case 1 -> tell(Signed.succeeded("evt_%d_x".formatted(n), intent, amount, "eur"));
      case 2 -> {} // nobody pays
      default -> {
        outcome = "completed";
        tell(Signed.succeeded("evt_%d_s".formatted(n), intent, amount, "xof"));
        if (random.nextInt(4) == 0) {
          tell(Signed.succeeded("evt_%d_t".formatted(n), intent, amount, "xof"));
        }
      }
    }
    expected.put(intent, outcome);
  }

  private static void run(Callable<Void> work) {
    try {
      work.call();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** One to five times, and now and then once more by somebody who does not know the secret. */
  private void tell(String body) {
    messages++;
    for (var times = 1 + random.nextInt(5); times > 0; times--) {
      deliveries.add(
          () -> {
            Signed.at(house.clock().instant(), body).sendTo(http).is(200);
            return null;
          });
    }
    if (random.nextInt(19) < 3) { // of deliveries every twentieth
      forged++;
      deliveries.add(
          () -> {
            Signed.by(OTHERS_SECRET, house.clock().instant(), body)
                .sendTo(http)
                .is(Type.SIGNATURE_INVALID);
            return null;
          });
    }
  }

  private void check() {
    var ended =
        house
            .sql()
            .sql("select gateway_reference, status from payment")
            .query((row, _) -> Map.entry(row.getString(1), row.getString(2)))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(ended).isEqualTo(expected);
    var completed = expected.values().stream().filter("completed"::equals).count();
    assertThat(events("PaymentReceived")).isEqualTo(completed);
    assertThat(events("InvoicePaid")).isEqualTo(completed);
    assertThat(
            number(
                """
                select count(*) from invoice i join payment p on p.invoice_id = i.id
                where (p.status = 'completed') <> (i.status = 'paid' and i.paid = i.total)
                """))
        .as("invoices that are not as their payment")
        .isZero();
    assertThat(number("select coalesce(sum(excess), 0) from payment")).isZero();
    assertThat(number("select count(*) - count(distinct event_id) from gateway_event"))
        .as("messages acted upon twice")
        .isZero();
  }

  private long events(String type) {
    return number("select count(*) from relay.event where type = '%s'".formatted(type));
  }

  private long number(String query) {
    return house.sql().sql(query).query(Long.class).single();
  }
}
