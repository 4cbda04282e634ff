package com.quittance.tenancy;

import com.quittance.database.Sql;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import com.quittance.relay.Tx;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The transaction's own tenant. */
public final class Tenants {

  private final Tx tx;

  public Tenants(Tx tx) {
    this.tx = tx;
  }

  /**
   * Without its logo: only documents show it, and every request would carry it.
   *
   * @throws UnknownTenant when there is none of that id
   */
  public Tenant current() {
    return read("null::bytea");
  }

  /**
   * @throws UnknownTenant when there is none of that id
   */
  public Tenant withLogo() {
    return read("logo");
  }

  public boolean exists() {
    return Sql.on(tx).sql("select exists (select from tenant)").query(Boolean.class).single();
  }

  /** What the company allows its people's tokens. */
  public Duration maxTokenLife() {
    return Duration.ofDays(
        Sql.on(tx).sql("select max_token_days from tenant").query(Integer.class).single());
  }

  /**
   * What a tenant decides besides what it is.
   *
   * @param version counts the changes of the tenant, from 1
   * @param maxTokenDays how long its people's tokens may live
   * @param secondFactorRequired whether its people need one to act for it when they are signed in
   */
  public record Terms(int version, int maxTokenDays, boolean secondFactorRequired) {

    public Terms next() {
      return new Terms(version + 1, maxTokenDays, secondFactorRequired);
    }
  }

  public Terms terms() {
    return terms("");
  }

  /** Locked until the transaction ends. */
  public Terms lock() {
    return terms(" for update");
  }

  private Terms terms(String lock) {
    return Sql.on(tx)
        .sql("select version, max_token_days, second_factor_required from tenant" + lock)
        .query(
            (row, _) ->
                new Terms(
                    row.getInt("version"),
                    row.getInt("max_token_days"),
                    row.getBoolean("second_factor_required")))
        .single();
  }

  /** All but its id, its currency and its logo. */
  public void update(Tenant tenant, Terms terms) {
    Sql.on(tx)
        .sql(
            """
            update tenant set legal_name = ?, email = ?, address = ?, tax_id = ?, register_id = ?,
              time_zone = ?, locale = ?, payment_terms_days = ?, numbering_pattern = ?,
              tax_rates = ?::numeric[], accountant_email = ?, admin_email = ?, large_payment = ?,
              reminder_milestones = ?::int[], max_token_days = ?,
              second_factor_required = ?, version = ?
            where id = ?
            """)
        .params(
            tenant.legalName(),
            tenant.email(),
            tenant.address(),
            tenant.taxId(),
            tenant.registerId(),
            tenant.timeZone().getId(),
            tenant.locale().toLanguageTag(),
            tenant.paymentTermsDays(),
            tenant.numberingPattern(),
            rates(tenant),
            tenant.accountantEmailSet(),
            tenant.adminEmailSet(),
            tenant.largePayment().minor(),
            tenant.reminderMilestones().stream().map(String::valueOf).toArray(String[]::new),
            terms.maxTokenDays(),
            terms.secondFactorRequired(),
            terms.version(),
            tenant.id().value())
        .update();
  }

  /** By their SHA-256; null is no logo. */
  public record LogoChange(@Nullable String before, @Nullable String after) {
    public boolean isNothing() {
      return Objects.equals(before, after);
    }
  }

  /**
   * @param logo null: none
   */
  public LogoChange changeLogo(byte @Nullable [] logo) {
    return Sql.on(tx)
        .sql(
            """
            with old as (select id, logo from tenant for update)
            update tenant t set logo = ? from old where t.id = old.id
            returning encode(sha256(old.logo), 'hex') as before,
              encode(sha256(t.logo), 'hex') as after
            """)
        .param(1, logo, Types.BINARY)
        .query((row, _) -> new LogoChange(row.getString("before"), row.getString("after")))
        .single();
  }

  private Tenant read(String logo) {
    return Sql.on(tx)
        .sql(
            """
            select id, legal_name, email, address, tax_id, register_id, %s as logo, currency,
              time_zone, locale, payment_terms_days, numbering_pattern, tax_rates,
              accountant_email, admin_email, large_payment, reminder_milestones, created_at
            from tenant
            """
                .formatted(logo))
        .query(Tenants::read)
        .optional()
        .orElseThrow(() -> new UnknownTenant(new TenantId(tx.tenant())));
  }

  public void add(Tenant tenant) {
    Sql.on(tx)
        .sql(
            """
            insert into tenant (id, legal_name, email, address, tax_id, register_id, logo, currency,
              time_zone, locale, payment_terms_days, numbering_pattern, tax_rates, accountant_email,
              admin_email, large_payment, reminder_milestones, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::numeric[], ?, ?, ?, ?::int[], ?)
            """)
        .params(
            tenant.id().value(),
            tenant.legalName(),
            tenant.email(),
            tenant.address(),
            tenant.taxId(),
            tenant.registerId(),
            tenant.logo(),
            tenant.currency().getCurrencyCode(),
            tenant.timeZone().getId(),
            tenant.locale().toLanguageTag(),
            tenant.paymentTermsDays(),
            tenant.numberingPattern(),
            rates(tenant),
            tenant.accountantEmailSet(),
            tenant.adminEmailSet(),
            tenant.largePayment().minor(),
            tenant.reminderMilestones().stream().map(String::valueOf).toArray(String[]::new),
            tenant.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  private static String[] rates(Tenant tenant) {
    return tenant.taxRates().stream().map(Rate::toString).toArray(String[]::new);
  }

  private static Tenant read(ResultSet row, int n) throws SQLException {
    var currency = Currency.getInstance(row.getString("currency"));
    return new Tenant(
        new TenantId(row.getObject("id", UUID.class)),
        row.getString("legal_name"),
        row.getString("email"),
        row.getString("address"),
        row.getString("tax_id"),
        row.getString("register_id"),
        row.getBytes("logo"),
        currency,
        ZoneId.of(row.getString("time_zone")),
        Locale.forLanguageTag(row.getString("locale")),
        row.getInt("payment_terms_days"),
        row.getString("numbering_pattern"),
        Arrays.stream((BigDecimal[]) row.getArray("tax_rates").getArray()).map(Rate::new).toList(),
        row.getString("accountant_email"),
        row.getString("admin_email"),
        new Money(row.getLong("large_payment"), currency),
        Arrays.asList((Integer[]) row.getArray("reminder_milestones").getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
