package com.quittance.demo;

import com.quittance.House;
import com.quittance.billing.application.AddClient;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Draft;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.Quantity;
import com.quittance.money.Rate;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Tenant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;

/** A year of a small company's business, the same every time. */
public final class Year {

  static final int DAYS = 365;

  public static final Duration LENGTH = Duration.ofDays(DAYS);

  private static final int STEP_DAYS = 5;
  private static final List<String> WORK =
      List.of(
          "Conseil en gestion, journée",
          "Formation comptabilité SYSCOHADA",
          "Maintenance du parc informatique",
          "Développement d'application, jour",
          "Audit des stocks");
  private static final List<AddClient.Request> CLIENTS =
      List.of(
          client("Boulangerie Ndiaye & Fils", "awa@ndiaye.example", "Avenue Lamine Guèye, Thiès"),
          client("Teranga Hôtels SA", "comptabilite@teranga.example", "Route des Almadies, Dakar"),
          client("Coopérative du Baobab", "bureau@baobab.example", "Quartier Escale, Kaolack"),
          client("Transports Sow", "gestion@sow.example", "Rue 10, Saint-Louis"),
          new AddClient.Request(
              "Harbour Trading Ltd",
              "accounts@harbour.example",
              "1 Quay Street, Galway, Ireland",
              "IE6388047V",
              Locale.ENGLISH));

  private final House house;
  private final OffsetClock clock;
  private final Tenant tenant;
  private final Random random = new Random(2026);
  private final Deque<Invoice> open = new ArrayDeque<>();
  private final List<Client> clients = new ArrayList<>();
  private int invoices;

  Year(House house, OffsetClock clock, Tenant tenant) {
    this.house = house;
    this.clock = clock;
    this.tenant = tenant;
  }

  private static AddClient.Request client(String name, String email, String address) {
    return new AddClient.Request(name, email, address, null, null);
  }

  /**
   * Lives from a year ago to {@code untilDaysAgo}, working what falls due on the way.
   *
   * @param progress is told of every tenth lived, in percent
   */
  void live(int untilDaysAgo, IntConsumer progress) {
    for (var request : CLIENTS) {
      clients.add(house.addClient().add(scope(), request));
    }
    var told = 0;
    for (var day = DAYS; day > untilDaysAgo; day -= STEP_DAYS) {
      clock.setBehind(Duration.ofDays(day));
      bill();
      if (random.nextInt(3) == 0) {
        bill();
      }
      collect();
      house.schedule().run();
      house.relay().work();
      var tenths = (DAYS - day) * 10 / (DAYS - untilDaysAgo);
      if (tenths > told) {
        told = tenths;
        progress.accept(tenths * 10);
      }
    }
  }

  int invoices() {
    return invoices;
  }

  Client anyClient() {
    return clients.getFirst();
  }

  private void bill() {
    var client = clients.get(random.nextInt(clients.size()));
    var abroad = client.locale().equals(Locale.ENGLISH);
    var lines = new ArrayList<Draft.Item>();
    for (var line = random.nextInt(3); line >= 0; line--) {
      lines.add(
          new Draft.Item(
              WORK.get(random.nextInt(WORK.size())),
              Quantity.parse(Integer.toString(1 + random.nextInt(5))),
              abroad ? 25_000 + 500 * random.nextInt(60) : 50_000 + 5_000L * random.nextInt(40),
              null,
              abroad ? Rate.ZERO : Rate.parse("18"),
              random.nextInt(5) == 0 ? Rate.parse("10") : Rate.ZERO));
    }
    var request = new Draft(client.id(), abroad ? Currency.getInstance("EUR") : null, null, lines);
    open.add(house.createInvoice().create(scope(), request));
    invoices++;
  }

  /** Most pay after a while, some in two parts, one in ten leaves us waiting. */
  private void collect() {
    while (open.size() > 5) {
      var invoice = open.remove();
      var chance = random.nextInt(10);
      var total = invoice.totals().total().minor();
      if (chance < 7) {
        pay(invoice, total);
      } else if (chance < 9) {
        pay(invoice, total / 2);
      }
    }
  }

  private void pay(Invoice invoice, long amount) {
    house
        .processPayment()
        .start(scope(), invoice.id(), new ProcessPayment.Request("manual", amount, null));
  }

  private Scope scope() {
    return Scope.of(tenant.id().value(), "demo", UuidV7.from(clock));
  }
}
