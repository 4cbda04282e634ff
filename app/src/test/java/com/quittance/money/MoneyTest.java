package com.quittance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest
  @CsvSource({"XOF, 1180000, 1180000", "EUR, 1050, 10.50", "TND, 1050, 1.050"})
  void majorUnitsFollowTheCurrency(String currency, long minor, String major) {
    assertThat(Money.of(minor, currency).major()).isEqualTo(new BigDecimal(major));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsAddedCanBeTakenAwayAgain(long seed) {
    var random = new Random(seed);
    var a = Money.of(random.nextLong(1L << 50), "XOF");
    var b = Money.of(random.nextLong(1L << 50), "XOF");
    assertThat(a.plus(b).minus(b)).isEqualTo(a);
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(b).covers(a)).isTrue();
  }

  @Test
  void currenciesNeverMix() {
    assertThatThrownBy(() -> Money.of(1, "XOF").plus(Money.of(1, "EUR")))
        .hasMessage("XOF and EUR do not mix");
  }

  @Test
  void overflowIsLoud() {
    assertThatThrownBy(() -> Money.of(Long.MAX_VALUE, "XOF").plus(Money.of(1, "XOF")))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1", "1.5, 2", "2.5, 3", "2.4999, 2"})
  void halvesGoUp(BigDecimal exact, long rounded) {
    assertThat(Money.rounded(exact, Currency.getInstance("XOF")).minor()).isEqualTo(rounded);
  }

  @Test
  void goldIsNotBilled() {
    assertThatThrownBy(() -> Money.of(1, "XAU")).hasMessageContaining("no minor unit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e1000000000", "-1", "+1", "", " 1", "1.", ".5", "1,5", "NaN", "٣", "12345.67"})
  void aRateIsAPlainDecimal(String text) {
    assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRateIsOneHoweverItIsWritten() {
    assertThat(Rate.parse("18"))
        .isEqualTo(Rate.parse("18.0"))
        .hasSameHashCodeAs(Rate.parse("18.00"));
    assertThat(Rate.parse("100")).hasToString("100");
    assertThatThrownBy(() -> Rate.parse("100.01")).hasMessageContaining("between 0 and 100");
  }
}
