package com.quittance.limits;

import com.quittance.http.Caller;
import com.quittance.http.KnownBrowser;
import com.quittance.network.Neighbours;
import com.quittance.settings.Quota;
import com.quittance.settings.Settings.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All limits: how they are called, whom each counts, how much it allows, and on which routes;
 * without routes it is for all that have no narrower one. They are asked in this order, so whoever
 * is refused by a narrow one uses up nothing of the wider.
 */
public enum Limit {
  SIGN_IN("sign-in", Whom.BROWSER, Limits::signIn, "POST /api/v1/session"),
  PASSWORD_RESET(
      "password-reset", Whom.ADDRESS, Limits::passwordReset, "POST /api/v1/password-reset"),
  /** As much again: who has a link can use it, whoever else asks for some. */
  PASSWORD_RESET_CONFIRM(
      "password-reset", Whom.ADDRESS, Limits::passwordReset, "POST /api/v1/password-reset/confirm"),
  INVITATIONS("invitations", Whom.TENANT, Limits::invitations, "POST /api/v1/members"),
  PAYMENTS("payments", Whom.TENANT, Limits::payments, "POST /api/v1/invoices/{id}/payments"),
  PDF("pdf", Whom.TENANT, Limits::pdf, "GET /api/v1/invoices/{id}/pdf"),
  BULK(
      "bulk",
      Whom.TENANT,
      Limits::bulk,
      "POST /api/v1/invoices/bulk",
      "POST /api/v1/clients/import"),
  EXPORT(
      "export",
      Whom.TENANT,
      Limits::export,
      "GET /api/v1/audit",
      "GET /api/v1/clients/export",
      "GET /api/v1/invoices/export"),
  WEBHOOKS("webhooks", Whom.ADDRESS, Limits::webhooks, "POST /webhooks/stripe"),
  ADDRESS("address", Whom.STRANGER, Limits::address),
  TOKEN("token", Whom.CALLER, Limits::token),
  TENANT("tenant", Whom.TENANT, Limits::tenant);

  /** Those who watch over the server ask as often as they like. */
  private static final List<String> UNLIMITED = List.of("GET /health");

  private final String code;
  private final String counted; // two limits may be called alike
  private final Whom whom;
  private final Function<Limits, Quota> quota;
  private final List<String> routes;

  Limit(String code, Whom whom, Function<Limits, Quota> quota, String... routes) {
    this.code = code;
    this.counted = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.whom = whom;
    this.quota = quota;
    this.routes = List.of(routes);
  }

  /** Whom a limit counts. */
  private enum Whom {
    /** One token, or one person who is signed in. */
    CALLER,
    TENANT,
    /** Whoever asks, by where they ask from. */
    ADDRESS,
    /** The same, but one that is known by itself, so that no neighbour uses up what it has. */
    BROWSER,
    /** Whoever asks, by where they ask from, when nobody knows who they are. */
    STRANGER
  }

  public String code() {
    return code;
  }

  /** As {@code GET /api/v1/invoices/{id}/pdf}; none for a general limit. */
  public List<String> routes() {
    return routes;
  }

  Quota quota(Limits limits) {
    return quota.apply(limits);
  }

  /** Those that a request has to pass. */
  static List<Limit> of(String route, @Nullable Caller caller) {
    if (UNLIMITED.contains(route)) {
      return List.of();
    }
    return Arrays.stream(values()).filter(limit -> limit.isFor(route, caller)).toList();
  }

  /** Whether answering it takes much memory: many things in one request. */
  static boolean isHeavy(String route) {
    return BULK.routes.contains(route) || EXPORT.routes.contains(route);
  }

  private boolean isFor(String route, @Nullable Caller caller) {
    if (!routes.isEmpty()) {
      return routes.contains(route) && (caller != null || countsAnybody());
    }
    return whom == Whom.STRANGER ? caller == null && !countsStrangers(route) : caller != null;
  }

  private boolean countsAnybody() {
    return whom == Whom.ADDRESS || whom == Whom.BROWSER;
  }

  /** Whether a narrower limit counts those whom nobody knows. */
  private static boolean countsStrangers(String route) {
    return Arrays.stream(values())
        .anyMatch(limit -> limit.countsAnybody() && limit.routes.contains(route));
  }

  /** Under what to count, the tenant in it when there is one. */
  String key(String address, @Nullable KnownBrowser browser, @Nullable Caller caller) {
    if (whom == Whom.BROWSER && browser != null) {
      return counted + " " + browser.name();
    }
    if (caller == null || countsAnybody() || whom == Whom.STRANGER) {
      return counted + " address:" + Neighbours.of(address);
    }
    var principal = caller.principal();
    var tenant = counted + " tenant:" + principal.tenant().value();
    return whom == Whom.TENANT ? tenant : tenant + " " + principal.actor();
  }
}
