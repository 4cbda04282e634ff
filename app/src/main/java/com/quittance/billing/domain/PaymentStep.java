package com.quittance.billing.domain;

import com.quittance.money.Money;
import com.quittance.tenancy.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of a payment that nothing follows from, but that one may be asked about later. */
public sealed interface PaymentStep {

  TenantId tenant();

  InvoiceId invoice();

  PaymentId payment();

  /** It waits for the gateway to say how it ends. */
  record PaymentStarted(
      TenantId tenant,
      InvoiceId invoice,
      PaymentId payment,
      String gateway,
      @Nullable String gatewayReference,
      Money amount)
      implements PaymentStep {}

  /**
   * What the gateway told is not of what was asked for: nothing is paid, a person must look.
   *
   * @param message the gateway's id of what it said
   * @param doubt what does not fit; null in events of before that was kept
   */
  record PaymentMismatched(
      TenantId tenant,
      InvoiceId invoice,
      PaymentId payment,
      String gateway,
      String message,
      Money expected,
      @Nullable Money told,
      @Nullable String doubt)
      implements PaymentStep {}

  /** What the event is found by. */
  default List<String> tags() {
    var what =
        switch (this) {
          case PaymentStarted _ -> "payment:started";
          case PaymentMismatched _ -> "payment:mismatched";
        };
    return List.of(what, "payment:" + payment(), "invoice:" + invoice(), "tenant:" + tenant());
  }
}
