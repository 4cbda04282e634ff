package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Tenancy;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints over the API. */
class WebhookEndpointsTest {

  private static final String ENDPOINTS = "/api/v1/webhook-endpoints";

  @TempDir static Path folder;
  private static WebhookBed bed;

  @BeforeAll
  static void open() {
    bed = new WebhookBed(folder);
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  /** Somebody of a company of their own. */
  private static Http stranger() {
    var tenant = bed.house.addTenant("Lagune SARL", "Africa/Abidjan", "XOF");
    return bed.http.as(
        bed.house
            .house()
            .tenancy()
            .createToken(tenant.id(), "test", List.of("*"), Tenancy.TOKEN_LIFE)
            .secret()
            .text());
  }

  private static Http.Answer send(Http http, String method, String path, String json) {
    return http.send(
        method, path, BodyPublishers.ofString(json), Map.of("Content-Type", "application/json"));
  }

  @Test
  void itsSecretIsShownOnce() {
    var http = stranger();
    var made =
        http.post(
                ENDPOINTS,
                """
                {"url": "https://hooks.example/quittance?key=1", "description": "Our ledger",
                 "event_types": ["invoice.paid", "invoice.paid", "payment.received"]}
                """)
            .is(201);
    var endpoint = made.json();
    assertThat(made.header("Location")).isEqualTo(ENDPOINTS + "/" + made.id());
    assertThat(endpoint.get("secret").asString()).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(endpoint.get("url").asString()).isEqualTo("https://hooks.example/quittance?key=1");
    assertThat(endpoint.get("event_types").toString())
        .isEqualTo("[\"invoice.paid\",\"payment.received\"]");
    assertThat(endpoint.get("enabled").asBoolean()).isTrue();
    var shown = http.get(ENDPOINTS + "/" + made.id()).is(200).json();
    assertThat(shown.has("secret")).isFalse();
    assertThat(shown.get("description").asString()).isEqualTo("Our ledger");
    assertThat(http.get(ENDPOINTS).is(200).json().at("/data/0")).isEqualTo(shown);
  }

  @Test
  void itCanBeChangedDisabledEnabledAndRemoved() {
    var http = stranger();
    var path = ENDPOINTS + "/" + http.post(ENDPOINTS, "{\"url\": \"https://a.example/\"}").id();
    assertThat(http.get(path).json().get("event_types").toString()).isEqualTo("[\"*\"]");
    var changed =
        send(
                http,
                "PATCH",
                path,
                "{\"url\": \"https://b.example:8443/\", \"event_types\": [\"client.added\"], \"enabled\": false}")
            .is(200)
            .json();
    assertThat(changed.get("url").asString()).isEqualTo("https://b.example:8443/");
    assertThat(changed.get("disabled_reason").asString()).isEqualTo("asked");
    assertThat(changed.get("disabled_at").isNull()).isFalse();
    assertThat(http.get(path).json()).isEqualTo(changed);
    http.post(path + "/test", "{}").is(Type.WEBHOOK_ENDPOINT_DISABLED);
    var enabled = send(http, "PATCH", path, "{\"enabled\": true}").is(200).json();
    assertThat(enabled.get("disabled_reason").isNull()).isTrue();
    assertThat(enabled.get("event_types").toString()).isEqualTo("[\"client.added\"]");
    http.send("DELETE", path, BodyPublishers.noBody(), Map.of()).is(204);
    http.get(path).is(Type.NOT_FOUND);
    http.get(path + "/deliveries").is(Type.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://user@hooks.example/",
        "https://hooks.example/#x",
        "ftp://hooks.example/",
        "https://2130706433/",
        "hooks.example",
        "https://hooks.example./",
        "https://①.example/"
      })
  void aUrlThatMayNotBeCalledIsRefused(String url) {
    var body = "{\"url\": \"%s\"}".formatted(url);
    bed.http.post(ENDPOINTS, body).is(Type.VALIDATION, "/url");
    var endpoint = bed.addEndpointOf("/kept");
    send(bed.http, "PATCH", WebhookBed.path(endpoint), body).is(Type.VALIDATION, "/url");
    bed.http.send("DELETE", WebhookBed.path(endpoint), BodyPublishers.noBody(), Map.of()).is(204);
  }

  @Test
  void allMistakesAreToldAtOnce() {
    bed.http
        .post(
            ENDPOINTS,
            """
            {"url": 1, "description": "", "event_types": ["invoice.payed"], "enabled": true}
            """)
        .is(Type.VALIDATION, "/url", "/description", "/event_types/0", "/enabled");
    bed.http.post(ENDPOINTS, "{\"event_types\": []}").is(Type.VALIDATION, "/url", "/event_types");
    var endpoint = bed.addEndpointOf("/mistaken");
    bed.patch(endpoint, "{\"enabled\": \"no\"}").is(Type.VALIDATION, "/enabled");
    bed.http
        .post(WebhookBed.path(endpoint) + "/rotate-secret", "{\"overlap_hours\": 169}")
        .is(Type.VALIDATION, "/overlap_hours");
    bed.http.post(WebhookBed.path(endpoint) + "/test", "{\"a\": 1}").is(Type.VALIDATION, "/a");
    bed.http.get(WebhookBed.path(endpoint) + "/deliveries?state=x").is(Type.INVALID_REQUEST);
  }

  @Test
  void anothersEndpointIsNotThere() {
    var endpoint = bed.addEndpointOf("/own", "invoice.created");
    bed.house.createInvoice(1_000);
    bed.house.work();
    var delivery = bed.deliveries(endpoint).getFirst().get("id").asString();
    var stranger = stranger();
    var path = WebhookBed.path(endpoint);
    for (var get : List.of("", "/deliveries", "/deliveries/" + delivery)) {
      stranger.get(path + get).is(Type.NOT_FOUND);
    }
    for (var post : List.of("/rotate-secret", "/test", "/deliveries/" + delivery + "/replay")) {
      stranger.post(path + post, "{}").is(Type.NOT_FOUND);
    }
    send(stranger, "PATCH", path, "{\"enabled\": false}").is(Type.NOT_FOUND);
    stranger.send("DELETE", path, BodyPublishers.noBody(), Map.of()).is(Type.NOT_FOUND);
    bed.http.get(path + "/deliveries/" + endpoint).is(Type.NOT_FOUND);
    assertThat(bed.endpoint(endpoint).get("enabled").asBoolean()).isTrue();
  }

  @Test
  void thereIsALimit() {
    var http = stranger();
    for (var n = 1; n <= 20; n++) {
      http.post(ENDPOINTS, "{\"url\": \"https://hooks-%d.example/\"}".formatted(n)).is(201);
    }
    http.post(ENDPOINTS, "{\"url\": \"https://one-more.example/\"}")
        .is(Type.TOO_MANY_WEBHOOK_ENDPOINTS);
  }

  @Test
  void whatAnotherHasChangedMeanwhileIsNotOverwritten() {
    var path = WebhookBed.path(bed.addEndpointOf("/tagged"));
    var seen = bed.http.get(path).is(200).header("ETag");
    var none = BodyPublishers.noBody();
    var known = bed.http.send("GET", path, none, Map.of("If-None-Match", seen)).is(304);
    assertThat(known.header("ETag")).isEqualTo(seen);
    var json = Map.of("Content-Type", "application/json", "If-Match", seen);
    var change = BodyPublishers.ofString("{\"description\": \"mine\"}");
    var changed = bed.http.send("PATCH", path, change, json).is(200);
    assertThat(changed.header("ETag")).isNotEqualTo(seen);
    bed.http
        .send("PATCH", path, BodyPublishers.ofString("{\"enabled\": false}"), json)
        .is(Type.PRECONDITION_FAILED);
    var now = bed.http.send("GET", path, none, Map.of("If-None-Match", seen)).is(200);
    assertThat(now.json()).isEqualTo(changed.json());
    assertThat(now.header("ETag")).isEqualTo(changed.header("ETag"));
    var same = send(bed.http, "PATCH", path, "{\"description\": \"mine\"}").is(200);
    assertThat(same.header("ETag")).isEqualTo(changed.header("ETag"));
  }

  @Test
  void aSecretIsRotatedWithoutABody() {
    var endpoint = bed.addEndpoint("/turned");
    var path = WebhookBed.path(endpoint.get("id").asString());
    var rotated = bed.http.post(path + "/rotate-secret", BodyPublishers.noBody(), Map.of()).is(200);
    assertThat(rotated.json().get("secret")).isNotEqualTo(endpoint.get("secret"));
    bed.receiver.take();
    bed.http.post(path + "/test", "{}").is(202);
    bed.house.work();
    assertThat(bed.receiver.take().getFirst().header("webhook-signature").split(" ")).hasSize(2);
  }

  /** However often it is rotated: a header has an end. */
  @Test
  void fiveSecretsSignAtMost() {
    var endpoint = bed.addEndpointOf("/spinning");
    for (var n = 1; n <= 7; n++) {
      bed.http.post(WebhookBed.path(endpoint) + "/rotate-secret", "{}").is(200);
    }
    bed.receiver.take();
    bed.http.post(WebhookBed.path(endpoint) + "/test", "{}").is(202);
    bed.house.work();
    assertThat(bed.receiver.take().getFirst().header("webhook-signature").split(" ")).hasSize(5);
  }

  @Test
  void theLogHasPages() {
    var endpoint = bed.addEndpointOf("/pages");
    for (var n = 1; n <= 3; n++) {
      bed.http.post(WebhookBed.path(endpoint) + "/test", "{}").is(202);
    }
    var path = WebhookBed.path(endpoint) + "/deliveries?state=pending&limit=2";
    var first = bed.http.get(path).is(200).json();
    assertThat(first.get("data")).hasSize(2);
    assertThat(first.get("has_more").asBoolean()).isTrue();
    var second =
        bed.http.get(path + "&cursor=" + first.get("next_cursor").asString()).is(200).json();
    assertThat(second.get("data")).hasSize(1);
    assertThat(second.get("next_cursor").isNull()).isTrue();
    bed.house.work();
    assertThat(bed.http.get(path).is(200).json().get("data")).isEmpty();
  }
}
