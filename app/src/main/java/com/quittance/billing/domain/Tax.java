package com.quittance.billing.domain;

import com.quittance.money.Money;
import com.quittance.money.Rate;

/** What one rate takes: computed once on the sum of its lines (EN 16931, BR-CO-17), half up. */
public record Tax(Rate rate, Money base, Money amount) {

  static Tax on(Rate rate, Money base) {
    return new Tax(rate, base, rate.of(base));
  }
}
