package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Browser;
import com.quittance.http.Problem.Type;
import com.quittance.people.Members.NewMember;
import com.quittance.tenancy.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long one stays signed in, and what a public address changes: in a house of its own. */
class SessionTimesTest {

  private static final String SESSION = "/api/v1/session";
  private static final String EMAIL = "awa@sahel.example";

  @TempDir Path folder;

  private static void hire(TestHouse house) {
    house
        .house()
        .members()
        .add(house.scope(), new NewMember(EMAIL, "Awa", Role.OWNER, null, false));
    house.house().signIn().setPassword(house.scope(), EMAIL, Staff.PASSWORD);
  }

  @Test
  void aSessionEndsWhenItIsNotUsedForHalfADayAndAfterAMonthInAnyCase() {
    try (var house = TestHouse.open(folder);
        var server = WebServer.start(house.house())) {
      hire(house);
      var browser = Browser.on(server.port());
      browser.signIn(EMAIL, Staff.PASSWORD).is(200);
      house.advance(Duration.ofHours(12).minusSeconds(1));
      browser.get(SESSION).is(200);
      house.advance(Duration.ofHours(12).minusSeconds(1));
      browser.get(SESSION).is(200);
      house.advance(Duration.ofHours(12));
      browser.get(SESSION).is(Type.TOKEN_MISSING);

      browser.signIn(EMAIL, Staff.PASSWORD).is(200);
      for (var i = 0; i < 65; i++) {
        house.advance(Duration.ofHours(11));
        browser.get(SESSION).is(200);
      }
      house.advance(Duration.ofHours(11));
      browser.get(SESSION).is(Type.TOKEN_MISSING);
    }
  }

  @Test
  void whatHasEndedIsForgottenAtNight() {
    try (var house = TestHouse.open(folder);
        var server = WebServer.start(house.house())) {
      hire(house);
      Browser.on(server.port()).signIn("nobody@sahel.example", "x").is(401);
      var first = Browser.on(server.port());
      first.signIn(EMAIL, Staff.PASSWORD).is(200);
      Phone.begun(house, first);
      house.advance(Duration.ofDays(1));
      var browser = Browser.on(server.port());
      browser.signIn(EMAIL, Staff.PASSWORD).is(200);
      house.advance(Duration.ofMinutes(1));
      house.house().schedule().run();
      assertThat(house.count("sign_in_attempt")).isZero();
      assertThat(house.count("person_session")).isEqualTo(1);
      assertThat(house.count("known_device")).isEqualTo(2);
      assertThat(house.count("second_factor")).isZero();
      browser.get(SESSION).is(200);
    }
  }

  @Test
  void behindAPublicAddressOnlyItsOwnPagesAreLetIn() {
    var settings = Map.of("QUITTANCE_PUBLIC_URL", "https://billing.sahel.example");
    try (var house = TestHouse.open(folder, settings);
        var server = WebServer.start(house.house())) {
      hire(house);
      var browser = Browser.on(server.port());
      browser.with("Origin", "http://127.0.0.1:" + server.port());
      browser.signIn(EMAIL, Staff.PASSWORD).is(Type.CROSS_SITE);
      browser.with("Origin", "https://billing.sahel.example.evil.example");
      browser.signIn(EMAIL, Staff.PASSWORD).is(Type.CROSS_SITE);
      browser.with("Origin", "https://billing.sahel.example");
      browser.signIn(EMAIL, Staff.PASSWORD).is(200);
      browser.delete(SESSION).is(204);
    }
  }

  @Test
  void onlyAnAddressThatSaysItIsNotEncryptedGetsCookiesThatAreNot() {
    var settings = Map.of("QUITTANCE_PUBLIC_URL", "http://192.168.1.5:8080");
    try (var house = TestHouse.open(folder, settings);
        var server = WebServer.start(house.house())) {
      hire(house);
      var answer =
          new com.quittance.http.Http(server.port(), null)
              .post(
                  SESSION,
                  "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(EMAIL, Staff.PASSWORD))
              .is(200);
      assertThat(Browser.setCookies(answer))
          .hasSize(2)
          .allMatch(cookie -> cookie.startsWith("quittance-") && !cookie.contains("Secure"));
    }
  }
}
