package com.quittance.isolation;

import com.quittance.TestHouse;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.infrastructure.store.Notifications;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.people.Staff;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.Tenant;
import java.util.Map;
import java.util.UUID;

/** One of everything that a company can have, by where its id stands in a path. */
final class Belongings {

  private final Doors doors;
  private final TestHouse house;
  private final Staff staff;
  private final Http http;
  private final Map<String, String> ids;

  Belongings(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.staff = new Staff(doors);
    this.http = doors.as(tenant());
    var invoice = house.createInvoice(tenant(), 5_000, null);
    var endpoint =
        http.post("/api/v1/webhook-endpoints", "{\"url\": \"https://hooks.example/\"}")
            .is(201)
            .id();
    this.ids =
        Map.ofEntries(
            Map.entry("clients", invoice.client().toString()),
            Map.entry("invoices", invoice.id().toString()),
            Map.entry("payments", payment(invoice)),
            Map.entry("drafts", draft(invoice.client())),
            Map.entry("members", staff.hire(Role.MEMBER).person().toString()),
            Map.entry("tokens", token()),
            Map.entry("notifications", notification()),
            Map.entry("webhook-endpoints", endpoint),
            Map.entry("webhook-endpoints/deliveries", webhook(endpoint)),
            Map.entry("events", event(invoice)),
            Map.entry("deliveries", job(invoice)));
  }

  Tenant tenant() {
    return staff.tenant();
  }

  Staff staff() {
    return staff;
  }

  /** The company's own owner. */
  Http http() {
    return http;
  }

  /**
   * @param kind the path before the id, without {@code /api/v1} and other ids
   */
  String id(String kind) {
    var id = ids.get(kind);
    if (id == null) {
      throw new AssertionError(
          "no company has one of /%s/{…} yet: make one in Belongings, so that others can ask for it"
              .formatted(kind));
    }
    return id;
  }

  private String payment(Invoice invoice) {
    return http.post(
            "/api/v1/invoices/" + invoice.id() + "/payments",
            "{\"gateway\": \"manual\", \"amount\": 50}")
        .is(201)
        .id();
  }

  private String draft(ClientId client) {
    return http.post("/api/v1/drafts", "{\"client_id\": \"%s\"}".formatted(client)).is(201).id();
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

  private String webhook(String endpoint) {
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
  private String job(Invoice invoice) {
    var id =
        UUID.fromString(
            http.get("/api/v1/events/" + event(invoice))
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
