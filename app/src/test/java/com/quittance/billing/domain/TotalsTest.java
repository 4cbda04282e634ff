package com.quittance.billing.domain;

import static com.quittance.billing.domain.Samples.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotalsTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 300);
  }

  @Test
  void twoAndAHalfDaysAtHalfAMillionWithEighteenPercent() {
    var totals = Totals.of(List.of(line("2.5", 400_000, "18")));
    assertThat(totals.subtotal().minor()).isEqualTo(1_000_000);
    assertThat(totals.taxTotal().minor()).isEqualTo(180_000);
    assertThat(totals.total().minor()).isEqualTo(1_180_000);
  }

  @Test
  void taxIsTakenOncePerRateOnTheSumAndNotPerLine() {
    // Three lines of 3 at 18 %: 0.54 each would round to 1 each, the sum of 9 gives 1.62, so 2.
    var totals = Totals.of(List.of(line("1", 3, "18"), line("1", 3, "18"), line("1", 3, "18.0")));
    assertThat(totals.taxes()).singleElement().returns(2L, tax -> tax.amount().minor());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everythingAddsUp(long seed) {
    var lines = randomLines(new Random(seed));
    var totals = Totals.of(lines);
    assertThat(sum(totals.taxes().stream().map(Tax::base))).isEqualTo(totals.subtotal());
    assertThat(sum(totals.taxes().stream().map(Tax::amount))).isEqualTo(totals.taxTotal());
    assertThat(sum(lines.stream().map(Line::net))).isEqualTo(totals.subtotal());
    assertThat(totals.subtotal().plus(totals.taxTotal())).isEqualTo(totals.total());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyRoundingIsWithinHalfAMinorUnitOfTheExactValue(long seed) {
    for (var line : randomLines(new Random(seed))) {
      var exact =
          line.quantity()
              .value()
              .multiply(BigDecimal.valueOf(line.unitPrice().minor()))
              .multiply(BigDecimal.ONE.subtract(line.discount().percent().movePointLeft(2)));
      assertThat(line.net().minor())
          .isEqualTo(exact.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderOfTheLinesDoesNotMatter(long seed) {
    var lines = randomLines(new Random(seed));
    assertThat(Totals.of(lines.reversed())).isEqualTo(Totals.of(lines));
  }

  @Test
  void linesOfTwoCurrenciesHaveNoTotal() {
    var euros = new Line("x", Quantity.parse("1"), Money.of(1, "EUR"), Rate.parse("18"), Rate.ZERO);
    assertThatThrownBy(() -> Totals.of(List.of(line("1", 1, "18"), euros)))
        .hasMessageContaining("do not mix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "0.000000", "-1", "1e1000000000", "1000000000", "0.0000001", "x", ""})
  void aQuantityIsAPlainDecimalAboveNothing(String text) {
    assertThatThrownBy(() -> Quantity.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Line> randomLines(Random random) {
    return Stream.generate(() -> randomLine(random)).limit(1 + random.nextInt(12)).toList();
  }

  private static Line randomLine(Random random) {
    return new Line(
        "work",
        new Quantity(BigDecimal.valueOf(1 + random.nextInt(5_000_000), random.nextInt(7))),
        Money.of(random.nextLong(100_000_000), "XOF"),
        Rate.parse(List.of("0", "5.5", "9", "18", "19.25", "20").get(random.nextInt(6))),
        Rate.parse(List.of("0", "0", "2.5", "10", "33.3333", "100").get(random.nextInt(6))));
  }

  private static Money sum(Stream<Money> amounts) {
    return amounts.reduce(Money.of(0, "XOF"), Money::plus);
  }
}
