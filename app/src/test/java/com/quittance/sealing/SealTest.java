package com.quittance.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

  private static final String SECRET = "GEZDGNBVGY3TQOJQ";
  private static final String PLACE = "second_factor.secret 1";

  private final SealingKey key = SealingKey.fresh();
  private final Seal seal = new Seal(List.of(key));

  @Test
  void whatIsSealedIsNotReadAndOpensAgain() {
    var sealed = seal.seal(SECRET, PLACE);
    assertThat(sealed).startsWith("v1." + key.id() + ".").doesNotContain(SECRET);
    assertThat(seal.open(sealed, PLACE)).isEqualTo(SECRET);
    assertThat(seal.open(seal.seal("né à Thiès", PLACE), PLACE)).isEqualTo("né à Thiès");
    assertThat(seal.open(seal.seal("", PLACE), PLACE)).isEmpty();
    assertThat(new Seal(List.of(new SealingKey(key.base64()))).open(sealed, PLACE))
        .isEqualTo(SECRET);
  }

  @Test
  void theSameSecretLooksDifferentEachTime() {
    assertThat(seal.seal(SECRET, PLACE)).isNotEqualTo(seal.seal(SECRET, PLACE));
  }

  @Test
  void itOpensNowhereElse() {
    var sealed = seal.seal(SECRET, PLACE);
    assertThatThrownBy(() -> seal.open(sealed, "second_factor.secret 2"))
        .isInstanceOf(SealBroken.class)
        .hasMessage("second_factor.secret 2 was altered, or sealed for another place")
        .hasMessageNotContaining(sealed);
  }

  @Test
  void eachAlteredByteIsNoticed() {
    var sealed = seal.seal(SECRET, PLACE);
    var begin = sealed.lastIndexOf('.') + 1;
    var bytes = Base64.getUrlDecoder().decode(sealed.substring(begin));
    assertThat(bytes).hasSize(12 + SECRET.length() + 16);
    for (var i = 0; i < bytes.length; i++) {
      var altered = bytes.clone();
      altered[i] ^= 1;
      var text = sealed.substring(0, begin) + Base64.getUrlEncoder().encodeToString(altered);
      assertThatThrownBy(() -> seal.open(text.replace("=", ""), PLACE))
          .as("byte %d", i)
          .isInstanceOf(SealBroken.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "whsec_plain", "v2", "v1.0123.AAAA", "v1.0123456789abcdef.AAAA", "v1..A"})
  void whatWasNeverSealedDoesNotOpen(String kept) {
    assertThatThrownBy(() -> seal.open(kept, PLACE))
        .isInstanceOf(SealBroken.class)
        .hasMessage(PLACE + " is not sealed");
    assertThat(seal.isOutdated(kept)).isTrue();
  }

  @Test
  void whatIsCutOffDoesNotOpen() {
    var sealed = seal.seal("", PLACE);
    for (var length = 0; length < sealed.length(); length++) {
      var rest = sealed.substring(0, length);
      assertThatThrownBy(() -> seal.open(rest, PLACE)).isInstanceOf(SealBroken.class);
    }
    assertThatThrownBy(() -> seal.open(sealed + "A", PLACE)).isInstanceOf(SealBroken.class);
    assertThatThrownBy(() -> seal.open(sealed + "AAA", PLACE)).isInstanceOf(SealBroken.class);
  }

  @Test
  void theFirstKeySealsAndAllOpen() {
    var before = seal.seal(SECRET, PLACE);
    var next = SealingKey.fresh();
    var rotated = new Seal(List.of(next, key));
    assertThat(rotated.open(before, PLACE)).isEqualTo(SECRET);
    assertThat(rotated.isOutdated(before)).isTrue();
    var after = rotated.seal(SECRET, PLACE);
    assertThat(after).startsWith("v1." + next.id());
    assertThat(rotated.isOutdated(after)).isFalse();
    assertThat(rotated.keyId()).isEqualTo(next.id());
    for (var kept : List.of(before, after, SECRET)) {
      var renewed = rotated.renewed(kept, PLACE);
      assertThat(rotated.isOutdated(renewed)).isFalse();
      assertThat(rotated.open(renewed, PLACE)).isEqualTo(SECRET);
    }
    assertThatThrownBy(() -> rotated.renewed(before, "elsewhere")).isInstanceOf(SealBroken.class);
    assertThatThrownBy(() -> seal.open(after, PLACE))
        .hasMessage("%s is sealed with key %s".formatted(PLACE, next.id()));
  }

  @Test
  void aKeyHas32BytesAndIsNotPrinted() {
    var text = key.base64();
    assertThat(Base64.getDecoder().decode(text)).hasSize(32);
    assertThat(new SealingKey(text).id()).isEqualTo(key.id()).matches("[0-9a-f]{16}");
    assertThat(SealingKey.fresh().id()).isNotEqualTo(key.id());
    assertThat(key.toString()).isEqualTo("key " + key.id()).doesNotContain(text);
    for (var wrong : List.of("", "AAAA", text + "A", text.substring(1), text + text, "é")) {
      assertThatThrownBy(() -> new SealingKey(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
