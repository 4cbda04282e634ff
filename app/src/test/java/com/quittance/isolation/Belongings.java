package com.quittance.isolation;

import com.quittance.TestHouse;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.infrastructure.store.Notifications;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.people.Staff;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** One of everything that a company can have, by where its id stands in a path. */
public final class Belongings {

  private final Doors doors;
  private final TestHouse house;
  private final Staff staff;
  private final Http http;
  private final Map<String, Supplier<String>> makers =
      Map.ofEntries(
          Map.entry("clients", () -> invoice().client().toString()),
          Map.entry("invoices", () -> invoice().id().toString()),
          Map.entry("payments", this::payment),
          Map.entry("drafts", this::draft),
          Map.entry("members", () -> staff().hire(Role.MEMBER).person().toString()),
          Map.entry("tokens", this::token),
          Map.entry("notifications", this::notification),
          Map.entry("webhook-endpoints", this::endpoint),
          Map.entry("webhook-endpoints/deliveries", this::webhook),
          Map.entry("events", () -> event(invoice())),
          Map.entry("deliveries", this::job));
  private final Map<String, String> ids = new HashMap<>();

  public Belongings(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.staff = new Staff(doors);
    this.http = doors.as(tenant());
    makers.keySet().forEach(this::id);
  }

  Tenant tenant() {
    return staff.tenant();
  }

  public Staff staff() {
    return staff;
  }

  /** The company's own owner. */
  public Http http() {
    return http;
  }

  public boolean has(String kind) {
    return makers.containsKey(kind);
  }

  /**
   * @param kind the path before the id, without {@code /api/v1} and other ids
   */
  public String id(String kind) {
    var known = ids.get(kind);
    if (known != null) {
      return known;
    }
    var maker = makers.get(kind);
    if (maker == null) {
      throw new AssertionError(
          "no company has one of /%s/{…} yet: make one in Belongings, so that others can ask for it"
              .formatted(kind));
    }
    var made = maker.get();
    ids.put(kind, made);
    return made;
  }

  /** From here on the company has another one, for this one may be no more. */
  public void used(String kind) {
    ids.keySet().removeIf(known -> known.equals(kind) || known.startsWith(kind + "/"));
  }

  private Invoice invoice() {
    return house.createInvoice(tenant(), 5_000_000, null);
  }

  private String endpoint() {
    return http.post("/api/v1/webhook-endpoints", "{\"url\": \"https://hooks.example/\"}")
        .is(201)
        .id();
  }

  private String payment() {
    return http.post(
            "/api/v1/invoices/" + invoice().id() + "/payments",
            "{\"gateway\": \"manual\", \"amount\": 500000}")
        .is(201)
        .id();
  }

  private String draft() {
    var draft =
        """
        {"client_id": "%s", "lines": [{"description": "A", "quantity": "1", "unit_price": 1}]}
        """;
    return http.post("/api/v1/drafts", draft.formatted(id("clients"))).is(201).id();
  }

  private String token() {
    return http.post("/api/v1/tokens", "{\"name\": \"A\", \"abilities\": [\"*\"]}").is(201).id();
  }

  private String notification() {
    var id = UuidV7.from(house.clock());
    var now = house.clock().instant();
    house
        .house()
        .transactions()
        .run(
            house.scope(tenant()),
            tx -> new Notifications(tx).add(id, id, "test", Severity.INFO, "A", "B", now));
    return id.toString();
  }

  private String webhook() {
    var endpoint = id("webhook-endpoints");
    return http.post("/api/v1/webhook-endpoints/" + endpoint + "/test", "{}").is(202).id();
  }

  private String event(Invoice invoice) {
    return http.get("/api/v1/events?type=InvoiceCreated&tag=invoice:" + invoice.id())
        .is(200)
        .json()
        .at("/data/0/id")
        .asString();
  }

  /** One that has failed, so that there is something to be done about it. */
  private String job() {
    var id =
        UUID.fromString(
            http.get("/api/v1/events/" + event(invoice()))
                .is(200)
                .json()
                .at("/deliveries/0/id")
                .asString());
    house
        .sql()
        .sql(
            """
            with gone as (delete from relay.delivery where id = ? returning *)
            insert into relay.failed_job (tenant_id, id, event_id, listener, queue, priority, attempt,
              crash_count, lease_no, reason, error, failed_at)
            select tenant_id, id, event_id, listener, queue, priority, 3, 0, lease_no,
              'tries_exhausted', 'No.', now()
            from gone
            """)
        .param(id)
        .update();
    return id.toString();
  }
}
