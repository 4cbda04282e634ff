package com.quittance.billing.domain;

import java.util.UUID;

public record RefundId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
