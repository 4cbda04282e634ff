package com.quittance.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokenSecretTest {

  private final TokenSecret token =
      TokenSecret.fresh(UUID.fromString("0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));

  @Test
  void isReadBackAsItWasShown() {
    assertThat(TokenSecret.parse(token.text())).contains(token);
  }

  @Test
  void oneWrongCharacterIsNoticedWithoutALookUp() {
    var text = token.text();
    for (var i = 0; i < text.length(); i++) {
      var other = text.charAt(i) == 'a' ? 'b' : 'a';
      assertThat(TokenSecret.parse(text.substring(0, i) + other + text.substring(i + 1)))
          .as("position %d", i)
          .isEmpty();
    }
  }

  @Test
  void rubbishIsNoToken() {
    for (var text :
        new String[] {
          "", "qt__", "qt_x_y", "Bearer", "qt_" + "0".repeat(32) + "_" + "é".repeat(48)
        }) {
      assertThat(TokenSecret.parse(text)).isEmpty();
    }
  }

  @Test
  void doesNotShowItsSecretInALog() {
    assertThat(token.toString()).doesNotContain(token.secret());
  }
}
