package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  /** Of RFC 6238, appendix B. */
  private static final Totp RFC =
      new Totp(Base32.toBase32String("12345678901234567890".getBytes()));

  private static final Instant NOW = Instant.ofEpochSecond(1_111_111_109);
  private static final long STEP = 37_037_036;

  /** The appendix shows eight digits; six are the last of them. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void codesAreThoseOfTheRfc(long seconds, String code) {
    var time = Instant.ofEpochSecond(seconds);
    assertThat(RFC.code(Totp.step(time))).isEqualTo(code);
    assertThat(RFC.match(code, time, 0)).hasValue(Totp.step(time));
  }

  @Test
  void aStepLastsHalfAMinute() {
    assertThat(Totp.step(Instant.ofEpochSecond(29))).isZero();
    assertThat(Totp.step(Instant.ofEpochSecond(30))).isEqualTo(1);
    assertThat(Totp.step(NOW)).isEqualTo(STEP);
  }

  @ParameterizedTest
  @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
  void aClockMayBeOneStepOff(int off, boolean taken) {
    var match = RFC.match(RFC.code(STEP + off), NOW, 0);
    assertThat(match.isPresent()).isEqualTo(taken);
    if (taken) {
      assertThat(match).hasValue(STEP + off);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, true", "0, false", "1, false"})
  void noCodeIsTakenThatIsNotAfterTheLast(int last, boolean taken) {
    assertThat(RFC.match(RFC.code(STEP), NOW, STEP + last).isPresent()).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({"''", "081805", "81804", "0818040", "08180é", "٠٨١٨٠٤", "0818 4"})
  void anythingElseIsNone(String typed) {
    assertThat(RFC.match(typed, NOW, 0)).isEmpty();
  }

  @Test
  void blanksBetweenTheDigitsAreNothing() {
    assertThat(RFC.match(" 081 804\n", NOW, 0)).hasValue(STEP);
  }

  @Test
  void secretsHave160BitsAndAreNotPrinted() {
    var secrets = new HashSet<String>();
    for (var i = 0; i < 100; i++) {
      secrets.add(Totp.fresh().base32());
    }
    assertThat(secrets).hasSize(100).allMatch(secret -> secret.matches("[A-Z2-7]{32}"));
    assertThat(RFC.toString()).isEqualTo("…");
  }

  @Test
  void appsAreToldWhoseItIs() {
    assertThat(RFC.uri("awa+x&y@sahel.example"))
        .isEqualTo(
            "otpauth://totp/Quittance:awa%2Bx%26y%40sahel.example"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Quittance");
  }
}
