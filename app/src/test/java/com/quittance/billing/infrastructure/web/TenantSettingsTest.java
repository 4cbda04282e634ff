package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Tenant;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a company decides. */
@ExtendWith(Doors.Opened.class)
class TenantSettingsTest {

  private static final String TENANT = "/api/v1/tenant";

  private final Doors doors;
  private Tenant tenant;
  private Http http;

  TenantSettingsTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void addTenant() {
    tenant = doors.newTenant();
    http = doors.as(tenant);
  }

  private Answer patch(String json, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return http.send("PATCH", TENANT, BodyPublishers.ofString(json), all);
  }

  private Answer patch(String json) {
    return patch(json, Map.of());
  }

  private Answer invoice() {
    var client = doors.house().addClient(tenant).id();
    return http.post(
        "/api/v1/invoices",
        """
        {"client_id": "%s", "lines": [{"description": "A", "quantity": "1", "unit_price": 5}]}
        """
            .formatted(client));
  }

  @Test
  void whatIsNamedChangesAndTheRestStays() {
    var before = http.get(TENANT).is(200);
    assertThat(before.header("ETag")).isEqualTo("\"1\"");
    var after =
        patch(
                """
                {"legal_name": "Lagune SA", "address": "Rue 5\\nAbidjan", "tax_id": "CI-1",
                 "register_id": "RCCM 7", "email": "facturation@lagune.example",
                 "time_zone": "Africa/Abidjan", "locale": "en", "payment_terms_days": 0,
                 "numbering_pattern": "INV/{year}/{number:4}", "accountant_email": "c@lagune.example",
                 "admin_email": "a@lagune.example", "large_payment": 5000,
                 "reminder_milestones": [30, 3, 10, 3], "max_token_days": 30,
                 "tax_rates": ["18", "5.50", 0, "18.0"],
                 "second_factor_required": true}
                """)
            .is(200);
    assertThat(after.header("ETag")).isEqualTo("\"2\"");
    var tenantNow = after.json();
    assertThat(tenantNow.get("legal_name").asString()).isEqualTo("Lagune SA");
    assertThat(tenantNow.get("reminder_milestones").toString()).isEqualTo("[3,10,30]");
    assertThat(tenantNow.get("tax_rates").toString()).isEqualTo("[\"0\",\"5.5\",\"18\"]");
    assertThat(tenantNow.get("second_factor_required").asBoolean()).isTrue();
    assertThat(tenantNow.get("currency")).isEqualTo(before.json().get("currency"));
    assertThat(http.get(TENANT).is(200).json()).isEqualTo(tenantNow);
    var issued = invoice().is(201).json();
    assertThat(issued.get("number").asString()).isEqualTo("INV/2026/0001");
    assertThat(issued.get("due_date")).isEqualTo(issued.get("issue_date"));

    var less =
        patch("{\"address\": null, \"tax_rates\": [], \"admin_email\": null}").is(200).json();
    assertThat(less.get("address").isNull()).isTrue();
    assertThat(less.get("tax_rates")).isEmpty();
    assertThat(less.get("admin_email").isNull()).isTrue();
    assertThat(less.get("tax_id").asString()).isEqualTo("CI-1");
    assertThat(changes()).containsExactly("[\"address\", \"tax_rates\", \"admin_email\"]");
  }

  private java.util.List<String> changes() {
    return doors
        .house()
        .sql()
        .sql(
            """
            select payload->>'changed' from relay.event
            where tenant_id = ? and type = 'TenantChanged' order by id offset 1
            """)
        .param(tenant.id().value())
        .query(String.class)
        .list();
  }

  @Test
  void nobodyOverwritesWhatTheyHaveNotSeen() {
    var seen = http.get(TENANT).is(200).header("ETag");
    http.send("GET", TENANT, BodyPublishers.noBody(), Map.of("If-None-Match", seen)).is(304);
    patch("{\"payment_terms_days\": 7}", Map.of("If-Match", seen)).is(200);
    patch("{\"payment_terms_days\": 8}", Map.of("If-Match", seen)).is(Type.PRECONDITION_FAILED);
    assertThat(http.get(TENANT).json().get("payment_terms_days").asInt()).isEqualTo(7);
    patch("{\"payment_terms_days\": 7}").is(200);
    assertThat(http.get(TENANT).header("ETag")).as("nothing has changed").isEqualTo("\"2\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"legal_name": null}                    | /legal_name
          {"legal_name": "a\\nb"}                 | /legal_name
          {"email": "nobody"}                     | /email
          {"email": null}                         | /email
          {"admin_email": "a@b.example, c@d.example"} | /admin_email
          {"time_zone": "+03:00"}                 | /time_zone
          {"time_zone": "Africa/Nowhere"}         | /time_zone
          {"locale": "de"}                        | /locale
          {"payment_terms_days": 366}             | /payment_terms_days
          {"payment_terms_days": "30"}            | /payment_terms_days
          {"numbering_pattern": "FAC"}            | /numbering_pattern
          {"numbering_pattern": "{number:6}\\u0007"} | /numbering_pattern
          {"large_payment": -1}                   | /large_payment
          {"reminder_milestones": []}             | /reminder_milestones
          {"reminder_milestones": [0]}            | /reminder_milestones/0
          {"reminder_milestones": [1, 1.5]}       | /reminder_milestones/1
          {"tax_rates": null}                     | /tax_rates
          {"tax_rates": "18"}                     | /tax_rates
          {"tax_rates": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]} | /tax_rates
          {"tax_rates": ["18", "100.1"]}          | /tax_rates/1
          {"tax_rates": ["1e1", true]}            | /tax_rates/0 /tax_rates/1
          {"max_token_days": 0}                   | /max_token_days
          {"second_factor_required": 1}           | /second_factor_required
          {"currency": "EUR"}                     | /currency
          """)
  void whatMakesNoSenseIsRefused(String body, String pointer) {
    var before = http.get(TENANT).is(200).json();
    patch(body).is(Type.VALIDATION, pointer.split(" "));
    assertThat(http.get(TENANT).is(200).json()).isEqualTo(before);
  }

  /** Otherwise the first invoice under the new pattern would have the number of an earlier one. */
  @Test
  void numbersOfInvoicesStayApart() {
    assertThat(invoice().is(201).json().get("number").asString()).isEqualTo("FAC-2026-000001");
    patch("{\"numbering_pattern\": \"FAC-2026-{number:6}\"}")
        .is(Type.VALIDATION, "/numbering_pattern");
    patch("{\"numbering_pattern\": \"FAC-{number:9}\"}").is(200);
    assertThat(invoice().is(201).json().get("number").asString()).isEqualTo("FAC-000000001");
    patch("{\"numbering_pattern\": \"FAC-{year}-{number:6}\"}").is(200);
    assertThat(invoice().is(201).json().get("number").asString()).isEqualTo("FAC-2026-000002");
  }

  @Test
  void eachCompanyHasItsOwn() {
    patch("{\"legal_name\": \"Ours\"}").is(200);
    var neighbour = doors.as(doors.newTenant());
    assertThat(neighbour.get(TENANT).is(200).json().get("legal_name").asString())
        .isNotEqualTo("Ours");
  }
}
