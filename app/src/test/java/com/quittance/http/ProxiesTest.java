package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where a request came from, as the audit log has it. */
@ExtendWith(Doors.Opened.class)
class ProxiesTest {

  private static final String CLIENT = "{\"name\": \"A\", \"email\": \"a@b.example\"}";

  private final Doors doors;

  ProxiesTest(Doors doors) {
    this.doors = doors;
  }

  private static String origin(Http http, Map<String, String> more) {
    var headers = new HashMap<>(more);
    headers.put("Content-Type", "application/json");
    http.post("/api/v1/clients", BodyPublishers.ofString(CLIENT), headers).is(201);
    var latest = http.get("/api/v1/audit?limit=1").is(200).json().get("data").get(0);
    return latest.get("origin").asString();
  }

  private static String through(Http http, String forwardedFor) {
    return origin(http, Map.of("X-Forwarded-For", forwardedFor));
  }

  @Test
  void nobodyIsBelievedUnlessNamed() {
    var http = doors.as(doors.newTenant());
    var headers =
        Map.of(
            "X-Forwarded-For", "203.0.113.7",
            "X-Forwarded-Proto", "https",
            "X-Real-IP", "203.0.113.7",
            "Forwarded", "for=203.0.113.7;proto=https");
    assertThat(origin(http, headers)).isEqualTo("127.0.0.1");
    var health = http.send("GET", "/health", BodyPublishers.noBody(), headers);
    assertThat(health.header("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void aProxyIsBelievedAboutWhomItHeardFromAndNotAboutTheirTales(@TempDir Path folder) {
    var proxies = Map.of("QUITTANCE_PROXIES", "127.0.0.0/8, 10.1.0.0/16, fd00:12::/32");
    try (var house = TestHouse.open(folder, proxies);
        var server = WebServer.start(house.house())) {
      var http = new Http(server.port(), house.token());
      assertThat(origin(http, Map.of())).isEqualTo("127.0.0.1");
      assertThat(through(http, "203.0.113.7")).isEqualTo("203.0.113.7");
      assertThat(through(http, "198.51.100.1, 203.0.113.7")).isEqualTo("203.0.113.7");
      assertThat(through(http, "203.0.113.7, 10.1.2.3,127.0.0.9")).isEqualTo("203.0.113.7");
      assertThat(through(http, "203.0.113.7, 10.2.0.1")).isEqualTo("10.2.0.1");
      assertThat(through(http, "2001:db8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
      assertThat(through(http, "2001:db8::1, fd00:12::5")).isEqualTo("2001:db8:0:0:0:0:0:1");
      assertThat(through(http, "::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
      assertThat(through(http, "203.0.113.7, unknown")).isEqualTo("127.0.0.1");
      assertThat(through(http, "203.0.113.7, ")).isEqualTo("127.0.0.1");
      assertThat(through(http, "10.1.0.9, localhost, 10.1.0.8")).isEqualTo("10.1.0.8");

      var tls = Map.of("X-Forwarded-Proto", "https");
      var health = http.send("GET", "/health", BodyPublishers.noBody(), tls);
      assertThat(health.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
      assertThat(http.get("/health").header("Strict-Transport-Security")).isEmpty();
    }
  }
}
