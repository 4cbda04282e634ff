package com.quittance.billing.infrastructure.stripe;

import com.quittance.money.Money;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;

/**
 * Amounts as Stripe counts them. Its smallest unit is that of ISO 4217 but for a few currencies;
 * see docs.stripe.com/currencies, "Zero-decimal" and "Special cases".
 */
public final class StripeAmount {

  /** ISO 4217 gives these no decimals; Stripe counts in hundredths all the same. */
  private static final Set<String> COUNTED_IN_HUNDREDTHS = Set.of("ISK", "UGX");

  /** ISO 4217 gives this decimals (as old as unused); Stripe counts whole units. */
  private static final Set<String> COUNTED_WHOLE = Set.of("MGA");

  private StripeAmount() {}

  /**
   * @throws IllegalArgumentException when Stripe cannot express it: three-decimal currencies go in
   *     steps of ten
   */
  public static long of(Money money) {
    var code = money.currency().getCurrencyCode();
    if (COUNTED_IN_HUNDREDTHS.contains(code)) {
      return Math.multiplyExact(money.minor(), 100L);
    }
    if (COUNTED_WHOLE.contains(code)) {
      return divided(money, 100);
    }
    if (money.currency().getDefaultFractionDigits() == 3) {
      return divided(money, 10) * 10;
    }
    return money.minor();
  }

  /**
   * Back from what Stripe says was paid.
   *
   * @throws IllegalArgumentException when there is no such amount: a currency nobody knows, or
   *     parts of a unit that has none
   */
  public static Money toMoney(long amount, String currency) {
    var iso = Currency.getInstance(currency.toUpperCase(Locale.ROOT));
    if (COUNTED_IN_HUNDREDTHS.contains(iso.getCurrencyCode())) {
      if (amount % 100 != 0) {
        throw new IllegalArgumentException("%d hundredths of %s".formatted(amount, iso));
      }
      return new Money(amount / 100, iso);
    }
    if (COUNTED_WHOLE.contains(iso.getCurrencyCode())) {
      return new Money(Math.multiplyExact(amount, 100L), iso);
    }
    return new Money(amount, iso);
  }

  private static long divided(Money money, long step) {
    if (money.minor() % step != 0) {
      throw new IllegalArgumentException(
          "Stripe takes %s in steps of %d minor units".formatted(money.currency(), step));
    }
    return money.minor() / step;
  }
}
