package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodeTest {

  @Test
  void tenAtATimeEachOf120Bits() {
    var texts = new HashSet<String>();
    for (var i = 0; i < 200; i++) {
      RecoveryCode.fresh().forEach(code -> texts.add(code.text()));
    }
    assertThat(texts).hasSize(2_000).allMatch(text -> text.matches("[a-z2-7]{6}(-[a-z2-7]{6}){3}"));
    // All letters come up, at the end as at the beginning: one is missing in 1 of 10^26 runs.
    assertThat(texts.stream().map(text -> text.charAt(0)).distinct().count()).isEqualTo(32);
    assertThat(texts.stream().map(text -> text.charAt(26)).distinct().count()).isEqualTo(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abcdefghijklmnopqrst2345",
        "ABCDEF-GHIJKL-MNOPQR-ST2345",
        " abcdef ghijkl\tmnopqr st2345\n"
      })
  void itMayBeTypedInManyWays(String typed) {
    var code = new RecoveryCode("abcdef-ghijkl-mnopqr-st2345");
    assertThat(new RecoveryCode(typed).hash()).isEqualTo(code.hash());
    assertThat(new RecoveryCode(typed.replace('5', '6')).hash()).isNotEqualTo(code.hash());
    assertThat(code.toString()).isEqualTo("…");
  }
}
