package com.quittance.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The last line that is taken and the first that is not. */
class LineBoundsTest {

  private static Line line(String description, long price) {
    return new Line(description, Quantity.parse("1"), Money.of(price, "XOF"), Rate.ZERO, Rate.ZERO);
  }

  @Test
  void aDescriptionHasUpTo500Characters() {
    assertThat(line("x".repeat(500), 1).description()).hasSize(500);
    assertThatIllegalArgumentException().isThrownBy(() -> line("x".repeat(501), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> line(" ", 1));
  }

  @Test
  void aPriceIsFrom0ToTheLimit() {
    assertThat(line("x", 0).net()).isEqualTo(Money.of(0, "XOF"));
    assertThat(line("x", Line.MAX_UNIT_PRICE).net().minor()).isEqualTo(Line.MAX_UNIT_PRICE);
    assertThatIllegalArgumentException().isThrownBy(() -> line("x", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> line("x", Line.MAX_UNIT_PRICE + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "999999999.999999, 999999999.999999",
    "0.000001, 0.000001",
    "1.500000, 1.5",
    "100, 100",
    "007, 7"
  })
  void aQuantityIsShownWithoutItsZeros(String written, String shown) {
    assertThat(Quantity.parse(written)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.000000", "1000000000", "0.0000001"})
  void aQuantityOutOfRangeIsNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.parse(text));
    assertThatIllegalArgumentException().isThrownBy(() -> new Quantity(new BigDecimal(text)));
  }

  @Test
  void aQuantityMayBeMadeOfAnExponent() {
    assertThat(new Quantity(new BigDecimal("1E+3"))).hasToString("1000");
    assertThat(new Quantity(new BigDecimal("1E+3")).value().scale()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> new Quantity(new BigDecimal("1E+9")));
  }
}
