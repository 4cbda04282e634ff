package com.quittance.tenancy;

import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A company that bills its clients.
 *
 * @param email its own address; the accountant's and the admin's unless they are set
 * @param taxId its tax number, such as a NINEA, an IFU or a VAT number
 * @param registerId its trade register number, such as an RCCM or a SIREN
 * @param logo a PNG or JPEG
 * @param paymentTermsDays from issue to due date when an invoice names none
 * @param taxRates those it bills with, for whoever writes an invoice to choose from
 * @param largePayment in minor units of the payment's own currency when that is the tenant's
 *     default; above it the accountant is told
 * @param reminderMilestones days overdue at which the client is reminded
 */
public record Tenant(
    TenantId id,
    String legalName,
    String email,
    @Nullable String address,
    @Nullable String taxId,
    @Nullable String registerId,
    byte @Nullable [] logo,
    Currency currency,
    ZoneId timeZone,
    Locale locale,
    int paymentTermsDays,
    String numberingPattern,
    List<Rate> taxRates,
    @Nullable String accountantEmailSet,
    @Nullable String adminEmailSet,
    Money largePayment,
    List<Integer> reminderMilestones,
    Instant createdAt) {

  public static final List<Integer> DEFAULT_MILESTONES = List.of(1, 7, 14, 30);

  public Tenant {
    taxRates = List.copyOf(taxRates);
    reminderMilestones = List.copyOf(reminderMilestones);
  }

  public String accountantEmail() {
    return accountantEmailSet == null ? email : accountantEmailSet;
  }

  public String adminEmail() {
    return adminEmailSet == null ? email : adminEmailSet;
  }

  public LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, timeZone);
  }

  /** Payments in another currency than the threshold's are not compared with it. */
  public boolean isLarge(Money payment) {
    return payment.currency().equals(largePayment.currency())
        && payment.compareTo(largePayment) > 0;
  }
}
