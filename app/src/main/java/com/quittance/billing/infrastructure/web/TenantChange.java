package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.ChangeTenant.Settings;
import com.quittance.billing.domain.InvoiceNumber;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.http.JsonBody;
import com.quittance.http.PlainText;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.Tenants.Terms;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The published JSON of a change of a company's settings. */
final class TenantChange {

  private static final long MAX_AMOUNT = 9_007_199_254_740_991L;
  private static final int YEAR = 365;
  private static final int MAX_TOKEN_DAYS = 3650;
  private static final int MOST_MILESTONES = 10;
  private static final int MOST_TAX_RATES = 20;
  private static final String EMAIL = "one e-mail address";

  private final JsonBody body;

  private TenantChange(JsonBody body) {
    this.body = body;
  }

  /**
   * The settings with what the body says. What it does not name stays; null takes away what need
   * not be there.
   */
  static Settings apply(JsonBody body, Settings before) {
    return new TenantChange(body).apply(before);
  }

  private Settings apply(Settings before) {
    var is = before.tenant();
    var tenant =
        new Tenant(
            is.id(),
            or("legal_name", is.legalName(), () -> body.line("legal_name", 200)),
            read("email", is.email(), EMAIL, TenantChange::mailbox),
            perhaps("address", is.address(), () -> body.optionalText("address", 500)),
            perhaps("tax_id", is.taxId(), () -> body.optionalLine("tax_id", 100)),
            perhaps("register_id", is.registerId(), () -> body.optionalLine("register_id", 100)),
            is.logo(),
            is.currency(),
            read("time_zone", is.timeZone(), "a zone such as Africa/Dakar", TenantChange::zone),
            read("locale", is.locale(), ClientController.LOCALE, ClientController::locale),
            (int) integer("payment_terms_days", is.paymentTermsDays(), 0, YEAR),
            read(
                "numbering_pattern",
                is.numberingPattern(),
                "at most 40 characters with {number:6}, such as " + InvoiceNumber.DEFAULT_PATTERN,
                TenantChange::pattern),
            or("tax_rates", is.taxRates(), this::taxRates),
            perhaps("accountant_email", is.accountantEmailSet(), () -> address("accountant_email")),
            perhaps("admin_email", is.adminEmailSet(), () -> address("admin_email")),
            new Money(
                integer("large_payment", is.largePayment().minor(), 0, MAX_AMOUNT), is.currency()),
            or("reminder_milestones", is.reminderMilestones(), this::milestones),
            is.createdAt());
    var days = (int) integer("max_token_days", before.terms().maxTokenDays(), 1, MAX_TOKEN_DAYS);
    var secondFactor = flag("second_factor_required", before.terms().secondFactorRequired());
    body.end().check();
    return new Settings(tenant, new Terms(before.terms().version(), days, secondFactor));
  }

  private <T> T or(String name, T before, Supplier<T> given) {
    return body.mentions(name) ? given.get() : before;
  }

  private @Nullable String perhaps(
      String name, @Nullable String before, Supplier<@Nullable String> given) {
    return body.mentions(name) ? given.get() : before;
  }

  private <T> T read(String name, T before, String expected, Function<String, T> reader) {
    var given = body.mentions(name) ? body.required(name, expected, reader) : null;
    return given == null ? before : given;
  }

  private long integer(String name, long before, long least, long most) {
    return body.mentions(name) ? body.integer(name, least, most) : before;
  }

  private boolean flag(String name, boolean before) {
    var given = body.flag(name);
    return given == null ? before : given;
  }

  private @Nullable String address(String name) {
    return body.optional(name, EMAIL, TenantChange::mailbox);
  }

  private static String mailbox(String text) {
    return Mailbox.of(text).address();
  }

  private List<Integer> milestones() {
    return body.integers("reminder_milestones", MOST_MILESTONES, 1, YEAR).stream()
        .distinct()
        .sorted()
        .toList();
  }

  private List<Rate> taxRates() {
    return body.decimals("tax_rates", MOST_TAX_RATES, Rate::parse).stream()
        .distinct()
        .sorted()
        .toList();
  }

  /** A place's, whose clock may be put forward: an offset alone knows no summer time. */
  private static ZoneId zone(String text) {
    if (!ZoneId.getAvailableZoneIds().contains(text)) {
      throw new IllegalArgumentException("a zone");
    }
    return ZoneId.of(text);
  }

  private static String pattern(String text) {
    if (!PlainText.isLine(text) || text.isBlank()) {
      throw new IllegalArgumentException("a pattern");
    }
    return InvoiceNumber.checkedPattern(text.strip());
  }
}
