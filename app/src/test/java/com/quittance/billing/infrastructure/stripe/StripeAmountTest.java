package com.quittance.billing.infrastructure.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against docs.stripe.com/currencies. */
class StripeAmountTest {

  @ParameterizedTest
  @CsvSource({
    "XOF, 1180000, 1180000",
    "XAF, 500, 500",
    "JPY, 500, 500",
    "KRW, 500, 500",
    "EUR, 1050, 1050",
    "USD, 1, 1",
    "TND, 10500, 10500",
    "KWD, 10, 10",
    "ISK, 5, 500",
    "UGX, 5, 500",
    "MGA, 500, 5",
    "EUR, 9007199254740991, 9007199254740991",
  })
  void stripeCountsAsItDocuments(String currency, long minor, long atStripe) {
    assertThat(StripeAmount.of(Money.of(minor, currency))).isEqualTo(atStripe);
    assertThat(StripeAmount.toMoney(atStripe, currency.toLowerCase(java.util.Locale.ROOT)))
        .isEqualTo(Money.of(minor, currency));
  }

  @ParameterizedTest
  @CsvSource({"TND, 10501", "KWD, 5", "MGA, 550"})
  void whatStripeCannotExpressIsRefused(String currency, long minor) {
    assertThatThrownBy(() -> StripeAmount.of(Money.of(minor, currency)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in steps of");
  }

  @ParameterizedTest
  @CsvSource({"ISK, 150", "UGX, 1", "ABC, 1", "XAU, 1", "'', 1"})
  void whatCannotHaveBeenPaidIsNoMoney(String currency, long atStripe) {
    assertThatThrownBy(() -> StripeAmount.toMoney(atStripe, currency))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"ISK, 9223372036854775807", "UGX, 92233720368547759"})
  void anAmountNeverOverflows(String currency, long minor) {
    assertThatThrownBy(() -> StripeAmount.of(Money.of(minor, currency)))
        .isInstanceOf(ArithmeticException.class);
  }
}
