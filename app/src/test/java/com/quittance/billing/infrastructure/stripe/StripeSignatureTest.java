package com.quittance.billing.infrastructure.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.demo.SteppedClock;
import com.quittance.settings.Secret;
import com.quittance.settings.Settings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers prove that a body comes from Stripe. */
class StripeSignatureTest {

  private static final Instant NOW = TestHouse.START;
  private static final String BODY = "{\"id\": \"evt_1\"}";
  private static final StripeSignature SIGNATURE =
      new StripeSignature(List.of(TestHouse.WEBHOOK_SECRET), new SteppedClock(NOW));

  private static String signed(Instant at) {
    return Signed.at(at, BODY).signature();
  }

  private static boolean fits(String header) {
    return SIGNATURE.fits(BODY.getBytes(UTF_8), header);
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, -299, -1, 0, 1, 299, 300})
  void aSignatureOfTheseMinutesFits(long off) {
    assertThat(fits(signed(NOW.plusSeconds(off)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {-100_000, -301, 301, 100_000})
  void anOlderOrAnEarlyOneDoesNot(long off) {
    assertThat(fits(signed(NOW.plusSeconds(off)))).isFalse();
  }

  @Test
  void itIsOfThisBodyAndThisSecret() {
    var header = signed(NOW);
    assertThat(SIGNATURE.fits((BODY + " ").getBytes(UTF_8), header)).isFalse();
    assertThat(fits(Signed.by("whsec_other", NOW, BODY).signature())).isFalse();
    assertThat(fits(header.replace("v1=", "v0="))).isFalse();
    assertThat(fits(header.toUpperCase(java.util.Locale.ROOT))).isFalse();
  }

  @Test
  void oneOfSeveralSignaturesIsEnoughAndOneTimeTheMost() {
    var header = signed(NOW);
    var time = NOW.getEpochSecond();
    assertThat(fits(header + ",v1=aa")).isTrue();
    assertThat(fits("v0=aa," + header)).isTrue();
    assertThat(fits(header + ",t=" + time)).isFalse();
    assertThat(fits("t=" + time + "," + header)).isFalse();
    assertThat(fits(header + ", t =" + (time + 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "=",
        "t",
        "t=",
        "t=,v1=",
        "t=x,v1=aa",
        "t=-1,v1=aa",
        "v1=aa",
        "t=99999999999999999999,v1=aa",
        "t=9999999999999,v1=aa"
      })
  void whatIsNoSignatureDoesNotFit(String header) {
    assertThat(fits(header)).isFalse();
  }

  @Test
  void aHeaderBeyondAllMeasureIsNotRead() {
    var header = signed(NOW);
    assertThat(fits(header + ",x=" + "x".repeat(4_093 - header.length()))).isTrue();
    assertThat(fits(header + ",x=" + "x".repeat(4_094 - header.length()))).isFalse();
  }

  @Test
  void whileOneSecretTakesThePlaceOfAnotherBothFit() {
    var settings =
        new Settings.Stripe(
            null, new Secret("whsec_new, whsec_old"), URI.create("https://api.stripe.com"));
    var two = new StripeSignature(settings.webhookSecrets(), new SteppedClock(NOW));
    for (var secret : List.of("whsec_new", "whsec_old")) {
      assertThat(two.fits(BODY.getBytes(UTF_8), Signed.by(secret, NOW, BODY).signature())).isTrue();
    }
    for (var secret : List.of("whsec_other", "whsec_new, whsec_old", "whsec_new,whsec_old")) {
      assertThat(two.fits(BODY.getBytes(UTF_8), Signed.by(secret, NOW, BODY).signature()))
          .isFalse();
    }
  }

  @Test
  void thereAreAtMostSixteenSignatures() {
    var header = signed(NOW);
    assertThat(fits(header + ",v1=aa".repeat(15))).isTrue();
    assertThat(fits(header + ",v1=aa".repeat(16))).isFalse();
  }
}
