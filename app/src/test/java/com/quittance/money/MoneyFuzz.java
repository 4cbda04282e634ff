package com.quittance.money;

import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.Quantity;
import com.quittance.billing.domain.Totals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Quantities, rates and prices as somebody may write them, and the sums of those that are read. */
public final class MoneyFuzz {

  private static final Currency XOF = Currency.getInstance("XOF");

  private MoneyFuzz() {}

  /** Lines of {@code quantity|price|rate|discount}. */
  public static void fuzzerTestOneInput(byte[] input) {
    var lines = new ArrayList<Line>();
    for (var text : new String(input, StandardCharsets.UTF_8).split("\n", 50)) {
      var parts = text.split("\\|", 4);
      var quantity = read(parts[0], Quantity::parse);
      var price = parts.length < 2 ? null : read(parts[1], MoneyFuzz::price);
      var rate = parts.length < 3 ? Rate.ZERO : read(parts[2], Rate::parse);
      var discount = parts.length < 4 ? Rate.ZERO : read(parts[3], Rate::parse);
      if (quantity != null && price != null && rate != null && discount != null) {
        lines.add(new Line("x", quantity, new Money(price, XOF), rate, discount));
      }
    }
    if (!lines.isEmpty()) {
      sum(lines);
    }
  }

  /** What is read says the same when it is written and read again. */
  private static <T> @Nullable T read(String text, Function<String, T> reader) {
    try {
      var value = reader.apply(text);
      if (text.length() > 20) {
        throw new AssertionError("%d characters were taken for a number".formatted(text.length()));
      }
      if (!reader.apply(value.toString()).toString().equals(value.toString())) {
        throw new AssertionError("%s is not read back".formatted(value));
      }
      return value;
    } catch (IllegalArgumentException refused) {
      return null;
    }
  }

  private static Long price(String text) {
    var price = PlainDecimal.parse(text, 16, 0).longValueExact();
    if (price > Line.MAX_UNIT_PRICE) {
      throw new IllegalArgumentException("too much");
    }
    return price;
  }

  private static void sum(ArrayList<Line> lines) {
    Totals totals;
    try {
      totals = Totals.of(lines);
    } catch (ArithmeticException overflow) {
      if (nets(lines).bitLength() < 62) {
        throw new AssertionError("an overflow where none is", overflow);
      }
      return;
    }
    var taxes = totals.taxes().stream().mapToLong(tax -> tax.amount().minor()).sum();
    var bases = totals.taxes().stream().mapToLong(tax -> tax.base().minor()).sum();
    if (!BigInteger.valueOf(totals.subtotal().minor()).equals(nets(lines))
        || totals.subtotal().minor() != bases
        || totals.taxTotal().minor() != taxes
        || totals.total().minor() != Math.addExact(bases, taxes)) {
      throw new AssertionError("the sums do not add up: " + totals);
    }
    for (var tax : totals.taxes()) {
      var exact = new BigDecimal(tax.base().minor()).multiply(tax.rate().percent());
      var off = exact.subtract(new BigDecimal(tax.amount().minor()).movePointRight(2)).abs();
      if (off.compareTo(BigDecimal.valueOf(50)) > 0) {
        throw new AssertionError("a tax is off by more than half a unit: " + tax);
      }
    }
  }

  /** Computed another way: each line as a fraction of integers. */
  private static BigInteger nets(ArrayList<Line> lines) {
    var sum = BigInteger.ZERO;
    for (var line : lines) {
      var share = new BigDecimal(100).subtract(line.discount().percent());
      var net =
          new BigDecimal(line.unitPrice().minor())
              .multiply(line.quantity().value())
              .multiply(share)
              .divide(new BigDecimal(100), 0, RoundingMode.HALF_UP);
      sum = sum.add(net.toBigIntegerExact());
    }
    return sum;
  }
}
