package com.quittance.demo;

import com.quittance.House;
import com.quittance.WebServer;
import com.quittance.demo.Outcome.Scenario;
import com.quittance.tenancy.Tenancy.NewTenant;
import com.quittance.tenancy.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Plays the product before an audience, through its real doors: HTTP, signed webhooks, the schedule
 * with a moved clock.
 */
public final class Demo {

  private static final List<Integer> MILESTONES = List.of(1, 7, 14, 30);
  private static final int OVERDUE_STARTS_DAYS_AGO = 31;

  private final House house;
  private final WebServer server;
  private final OffsetClock clock;
  private final Consumer<String> progress;
  private final Tenant tenant;
  private final String token;
  private final Api api;
  private final Observer observer;
  private final Year year;

  /**
   * @param house opened with {@code clock}, which is a year behind, its engine not started
   * @param webhookSecret the one the house believes
   * @param progress is told, line by line, what is going on
   */
  public Demo(
      House house,
      WebServer server,
      OffsetClock clock,
      String webhookSecret,
      Consumer<String> progress) {
    this.house = house;
    this.server = server;
    this.clock = clock;
    this.progress = progress;
    this.tenant =
        house
            .tenancy()
            .createTenant(
                new NewTenant(
                    "Sahel Conseil SARL",
                    "compta@sahel-conseil.example",
                    Currency.getInstance("XOF"),
                    ZoneId.of("Africa/Dakar"),
                    Locale.FRENCH,
                    "12 rue Félix Faure, BP 3214\nDakar, Sénégal",
                    "NINEA 005482913 2G3",
                    "SN.DKR.2019.B.11842"));
    this.token =
        house
            .tenancy()
            .createToken(tenant.id(), "demo", List.of("*"), Duration.ofDays(2L * Year.DAYS))
            .secret()
            .text();
    this.api = new Api(server.url(), token, webhookSecret, clock);
    this.observer = new Observer(house, tenant.id().value());
    this.year = new Year(house, clock, tenant);
  }

  public Outcome play() {
    progress.accept("A year of invoices of " + tenant.legalName());
    year.live(OVERDUE_STARTS_DAYS_AGO, percent -> progress.accept("  %d %%".formatted(percent)));
    progress.accept("An invoice goes through its four milestones of lateness");
    var overdue = overdue();
    clock.setBehind(Duration.ZERO);
    house.relay().start();
    progress.accept("An invoice is paid through Stripe");
    var paid = paid();
    progress.accept("A payment fails three times");
    var failing = failing();
    var scenarios = List.of(paid, overdue, failing);
    return new Outcome(
        scenarios.stream().allMatch(Scenario::ok),
        tenant.id().value(),
        server.url(),
        token,
        house.mail().describe(),
        year.invoices() + scenarios.size(),
        scenarios);
  }

  private Scenario paid() {
    var story = story("An invoice of 1 180 000 XOF is paid through Stripe");
    var invoice = createInvoice(tenant.today(clock.instant()).plusDays(30));
    var number = invoice.get("number").asString();
    story.check(
        "the client is mailed the invoice",
        observer.eventually(() -> observer.lettersAbout(number).contains("invoice")));
    story.check("the PDF is one", isPdf(api.pdf(path(invoice) + "/pdf")));
    var intent = intent(invoice);
    startPayment(invoice, intent);
    var event = succeeded("evt_paid_" + intent, intent, invoice.get("total").asLong());
    var first = api.tellAsStripe(event);
    story.check(
        "Stripe's webhook confirms it", first.get("outcome").asString().equals("confirmed"));
    var again = api.tellAsStripe(event);
    story.check("its replay changes nothing", again.get("outcome").asString().equals("ignored"));
    story.check(
        "the client is thanked with the paid PDF",
        observer.eventually(() -> observer.lettersAbout(number).contains("thanks")));
    story.check(
        "the accountant is told, for it is above the threshold",
        observer.eventually(() -> observer.notificationsAbout(number).contains("info")));
    story.check(
        "the audit record is written",
        observer.eventually(() -> observer.auditsOf(number).equals(List.of("1180000 XOF stripe"))));
    story.check(
        "the invoice is paid", api.get(path(invoice)).get("status").asString().equals("paid"));
    story.check(
        "its metadata says when the client was told and thanked",
        observer.eventually(() -> isTold(api.get(path(invoice)).get("metadata"))));
    awaitQuiet();
    return story.end("invoice:" + invoice.get("id").asString());
  }

  private static boolean isTold(JsonNode metadata) {
    return metadata.get("notification_sent_at").isString()
        && metadata.get("paid_notification_sent_at").isString();
  }

  private Scenario overdue() {
    var story = story("An invoice goes through its four milestones of lateness");
    var dueDaysAgo = OVERDUE_STARTS_DAYS_AGO - 1;
    clock.setBehind(Duration.ofDays(OVERDUE_STARTS_DAYS_AGO));
    var invoice = createInvoice(tenant.today(clock.instant()));
    house.relay().work();
    for (var daysLate = 1; daysLate <= dueDaysAgo; daysLate++) {
      clock.setBehind(Duration.ofDays(OVERDUE_STARTS_DAYS_AGO - daysLate));
      house.schedule().run();
      house.relay().work();
    }
    var metadata = api.get(path(invoice)).get("metadata");
    var number = invoice.get("number").asString();
    story.check(
        "four reminders went out",
        observer.lettersAbout(number).stream().filter("reminder"::equals).count()
            == MILESTONES.size());
    story.check("they are counted", metadata.get("reminder_count").asInt() == MILESTONES.size());
    story.check("the last milestone is 30", metadata.get("last_overdue_milestone").asInt() == 30);
    house.schedule().run();
    house.relay().work();
    story.check(
        "another look at the schedule reminds of nothing",
        api.get(path(invoice)).get("metadata").get("reminder_count").asInt() == MILESTONES.size());
    return story.end("invoice:" + invoice.get("id").asString());
  }

  private Scenario failing() {
    var story = story("A payment fails three times");
    var invoice = createInvoice(tenant.today(clock.instant()).plusDays(30));
    var number = invoice.get("number").asString();
    var intent = intent(invoice);
    var payment = startPayment(invoice, intent);
    for (var failure = 1; failure <= 3; failure++) {
      api.tellAsStripe(failed("evt_failed_%s_%d".formatted(intent, failure), intent));
    }
    story.check(
        "the client is written to three times",
        observer.eventually(
            () ->
                observer.lettersAbout(number).stream().filter("payment-failed"::equals).count()
                    == 3));
    story.check(
        "the failures are counted",
        observer.eventually(
            () ->
                api.get("/api/v1/payments/" + payment).get("metadata").get("failure_count").asInt()
                    == 3));
    story.check(
        "the third one raises a critical alert",
        observer.eventually(() -> observer.notificationsAbout(number).contains("critical")));
    story.check(
        "the invoice is still open",
        api.get(path(invoice)).get("status").asString().equals("sent"));
    awaitQuiet();
    return story.end("invoice:" + invoice.get("id").asString(), "payment:" + payment);
  }

  /** Until every attempt that belongs to the story is in its history. */
  private void awaitQuiet() {
    observer.eventually(
        () ->
            house.relay().monitor().queues().stream()
                .allMatch(queue -> queue.waiting() == 0 && queue.running() == 0));
  }

  private Story story(String name) {
    return new Story(house, tenant.id().value(), name);
  }

  private JsonNode createInvoice(LocalDate due) {
    return api.post(
        "/api/v1/invoices",
        """
        {"client_id": "%s", "currency": "XOF", "due_date": "%s", "lines": [
          {"description": "Conseil en gestion, journée", "quantity": "2.5", "unit_price": 400000, "tax_rate": "18"}]}
        """
            .formatted(year.anyClient().id(), due));
  }

  private UUID startPayment(JsonNode invoice, String intent) {
    var payment =
        api.post(
            path(invoice) + "/payments",
            """
            {"gateway": "stripe", "amount": %d, "gateway_reference": "%s"}
            """
                .formatted(invoice.get("total").asLong(), intent));
    return UUID.fromString(payment.get("id").asString());
  }

  /** Stripe's are unique in the world: another demo has the same invoice numbers. */
  private static String intent(JsonNode invoice) {
    return "pi_demo_" + invoice.get("id").asString().replace("-", "");
  }

  private static String succeeded(String event, String intent, long amount) {
    return """
    {"id": "%s", "object": "event", "type": "payment_intent.succeeded", "data": {"object":
      {"id": "%s", "object": "payment_intent", "amount": %d, "amount_received": %d, "currency": "xof"}}}
    """
        .formatted(event, intent, amount, amount);
  }

  private static String failed(String event, String intent) {
    return """
    {"id": "%s", "object": "event", "type": "payment_intent.payment_failed", "data": {"object":
      {"id": "%s", "object": "payment_intent", "currency": "xof",
       "last_payment_error": {"code": "card_declined", "decline_code": "insufficient_funds"}}}}
    """
        .formatted(event, intent);
  }

  private static String path(JsonNode invoice) {
    return "/api/v1/invoices/" + invoice.get("id").asString();
  }

  private static boolean isPdf(byte[] content) {
    return new String(content, 0, Math.min(4, content.length), StandardCharsets.US_ASCII)
        .equals("%PDF");
  }
}
