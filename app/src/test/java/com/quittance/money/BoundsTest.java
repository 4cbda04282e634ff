package com.quittance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The last value that is taken and the first that is not; what is shown of them. */
class BoundsTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "123", "123.4567", "000.0001", "1.0"})
  void aDecimalOfThatManyDigitsIsRead(String text) {
    assertThat(PlainDecimal.parse(text, 3, 4)).isEqualTo(new BigDecimal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1234", "1.23456", "1234.5", "123.45678", "", ".", "1.", ".1", "-1", "+1", "1e1"})
  void oneDigitMoreIsRefusedAndToldWhy(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainDecimal.parse(text, 3, 4))
        .withMessageContaining("at most 3 digits before the point and 4 after it");
  }

  @Test
  void aWholeNumberMayHaveAllItsDigitsAndNoPoint() {
    assertThat(PlainDecimal.parse("1234", 4, 0)).isEqualTo(new BigDecimal("1234"));
    assertThatIllegalArgumentException().isThrownBy(() -> PlainDecimal.parse("123.4", 4, 0));
  }

  @Test
  void currenciesAreNotComparedNorTakenFromEachOther() {
    var francs = Money.of(5, "XOF");
    var euros = Money.of(5, "EUR");
    assertThatIllegalArgumentException().isThrownBy(() -> francs.compareTo(euros));
    assertThatIllegalArgumentException().isThrownBy(() -> francs.minus(euros));
    assertThatIllegalArgumentException().isThrownBy(() -> francs.plus(euros));
    assertThatIllegalArgumentException().isThrownBy(() -> francs.covers(euros));
  }

  @Test
  void nothingIsNotPositive() {
    assertThat(Money.of(0, "XOF").isPositive()).isFalse();
    assertThat(Money.of(0, "XOF").isZero()).isTrue();
    assertThat(Money.of(1, "XOF").isPositive()).isTrue();
    assertThat(Money.of(1, "XOF").isZero()).isFalse();
    assertThat(Money.of(-1, "XOF").isPositive()).isFalse();
    assertThat(Money.of(-1, "XOF").isZero()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"105, EUR, 1.05 EUR", "105, XOF, 105 XOF", "-5, TND, -0.005 TND", "0, EUR, 0.00 EUR"})
  void isShownInMajorUnits(long minor, String currency, String shown) {
    assertThat(Money.of(minor, currency)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "10.0, 10", "18.0000, 18", "0.0000, 0", "5.50, 5.5", "0.0001, 0.0001"})
  void aRateIsShownWithoutItsZeros(String written, String shown) {
    assertThat(Rate.parse(written)).hasToString(shown);
    assertThat(new Rate(new BigDecimal(written))).isEqualTo(Rate.parse(shown));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.0001", "-0.0001", "1E3", "0.00001"})
  void aRateOutOfRangeIsNone(String percent) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(new BigDecimal(percent)));
  }

  @Test
  void aRateIsOfAnAmountRoundedHalfUp() {
    assertThat(Rate.parse("50").of(Money.of(5, "XOF"))).isEqualTo(Money.of(3, "XOF"));
    assertThat(Rate.parse("49.9999").of(Money.of(1, "XOF"))).isEqualTo(Money.of(0, "XOF"));
  }
}
