package com.quittance.settings;

import com.quittance.network.Network;
import com.quittance.network.Origin;
import com.quittance.network.Ports;
import com.quittance.sealing.SealingKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** All settings. docs/settings.md shows this table. */
public final class SettingsTable {
  public static final Setting<Path> DATA_DIR =
      Setting.of(
          "data-dir",
          "./data",
          "Folder of everything that is kept: the embedded PostgreSQL, files, mails without SMTP. Relative to the working directory",
          "a folder",
          Read::path);
  public static final Setting<Integer> PORT =
      Setting.of(
          "port",
          "8080",
          "Port of the HTTP server; 0 takes any free one",
          "a whole number from 0 to 65535",
          Read.between(0, 65535));
  public static final Setting<String> ADDRESS =
      Setting.of(
          "address",
          "127.0.0.1",
          "Network address the HTTP server listens on; 0.0.0.0 for all",
          "an address or host name, such as 127.0.0.1 or 0.0.0.0",
          Read::host);
  public static final Setting<URI> PUBLIC_URL =
      Setting.of(
          "public-url",
          null,
          "Where others reach this server, for links; otherwise its address and port",
          "a web address, such as https://billing.example.com",
          Read::base);
  public static final Setting<List<Network>> PROXIES =
      Setting.of(
          "proxies",
          null,
          "Networks of the proxies in front of the server: from them X-Forwarded-For and X-Forwarded-Proto are believed, from nobody else",
          "networks, such as 10.1.0.0/16, fd00:12::/32",
          Read.listOf(Network::parse));
  public static final Setting<List<Origin>> CORS_ORIGINS =
      Setting.of(
          "cors.origins",
          null,
          "Origins whose pages may use the API in a browser, with a token; otherwise none",
          "origins, such as https://app.example.com, http://localhost:3000",
          Read.listOf(Origin::parse));

  public static final Setting<List<SealingKey>> SECRET_KEYS =
      new Setting<>(
          "secret-keys",
          null,
          "Keys that seal secrets in the database, the newest first; otherwise one is made in the data folder. All servers on a database need the same",
          "keys of 32 bytes in Base64 with commas in between, such as openssl rand -base64 32 prints",
          Read.listOf(SealingKey::new),
          true);

  public static final Setting<String> DB_URL =
      Setting.of(
          "db.url",
          null,
          "A PostgreSQL of your own instead of the embedded one",
          "a JDBC address, such as jdbc:postgresql://host:5432/quittance",
          Read::postgresUrl);
  public static final Setting<String> DB_USER =
      Setting.of(
          "db.user",
          null,
          "Its login: owner of the database, may create roles",
          "a login name",
          s -> s);
  public static final Setting<Secret> DB_PASSWORD =
      Setting.secret("db.password", "Password of that login", "a password");
  public static final Setting<Integer> DB_POOL =
      Setting.of(
          "db.pool",
          "16",
          "Connections the application keeps at most",
          "a whole number from 2 to 150",
          Read.between(2, 150));

  public static final Setting<String> SMTP_HOST =
      Setting.of(
          "smtp.host",
          null,
          "Mail server; without one, mails are written as .eml files into the data folder",
          "a host name, such as smtp.example.com",
          Read::host);
  public static final Setting<Integer> SMTP_PORT =
      Setting.of(
          "smtp.port",
          null,
          "Its port; otherwise 25, 587 or 465 for none, starttls or tls",
          "a whole number from 1 to 65535",
          Read.between(1, 65535));
  public static final Setting<String> SMTP_USER =
      Setting.of("smtp.user", null, "Login at the mail server, if it wants one", "a login", s -> s);
  public static final Setting<Secret> SMTP_PASSWORD =
      Setting.secret("smtp.password", "Password of that login", "a password");
  public static final Setting<Settings.Tls> SMTP_TLS =
      Setting.of(
          "smtp.tls",
          "starttls",
          "Encryption: none, starttls or tls",
          "none, starttls or tls",
          Read.oneOf(Settings.Tls.class));
  public static final Setting<String> MAIL_FROM =
      Setting.of(
          "mail.from",
          "Quittance <quittance@localhost>",
          "Sender of all mails",
          "an address, such as Billing <billing@example.com>",
          Read::mailAddress);

  public static final Setting<Secret> STRIPE_API_KEY =
      Setting.secret(
          "stripe.api-key",
          "Stripe's secret key; without one, payments are registered, not created at Stripe",
          "a key, such as sk_live_…");
  public static final Setting<Secret> STRIPE_WEBHOOK_SECRET =
      Setting.secret(
          "stripe.webhook-secret",
          "Secret that signs Stripe's webhooks, or several with commas in between while one takes"
              + " the place of another; without one they are refused",
          "a secret, such as whsec_…");
  public static final Setting<URI> STRIPE_API_BASE =
      Setting.of(
          "stripe.api-base",
          "https://api.stripe.com",
          "Where Stripe's API is",
          "a web address, such as https://api.stripe.com",
          Read::base);

  public static final Setting<Boolean> WEBHOOKS_ALLOW_HTTP =
      Setting.of(
          "webhooks.allow-http",
          "false",
          "Whether webhooks may be sent without TLS: true or false",
          "true or false",
          Read::yesOrNo);
  public static final Setting<Ports> WEBHOOKS_PORTS =
      Setting.of(
          "webhooks.ports",
          "443, 8443",
          "Ports webhooks may be sent to",
          "ports, such as 443, 8443 or 30000-32767",
          Ports::parse);
  public static final Setting<List<Network>> WEBHOOKS_NETWORKS =
      Setting.of(
          "webhooks.networks",
          null,
          "Networks webhooks may be sent into though they are not public; otherwise none",
          "networks, such as 10.1.0.0/16, fd00:12::/32",
          Read.listOf(Network::parse));
  public static final Setting<Integer> WEBHOOKS_KEEP_DAYS =
      Setting.of(
          "webhooks.keep-days",
          "30",
          "Days for which deliveries of webhooks can be looked at and replayed",
          "a whole number from 4 to 3650",
          Read.between(4, 3650));

  public static final Setting<Quota> LIMITS_TOKEN =
      quota(
          "limits.token",
          "1200/1m",
          "Requests of one token, or of one person who is signed in; off for no limit, as with all of these");
  public static final Setting<Quota> LIMITS_TENANT =
      quota("limits.tenant", "6000/1m", "Requests of one tenant, by whatever token");
  public static final Setting<Quota> LIMITS_ADDRESS =
      quota(
          "limits.address",
          "300/1m",
          "Requests from one address by callers nobody knows, those with a wrong token included");
  public static final Setting<Quota> LIMITS_SIGN_IN =
      quota(
          "limits.sign-in",
          "30/1m",
          "Attempts to sign in from one address, or with one browser that was in before");
  public static final Setting<Quota> LIMITS_PASSWORD_RESET =
      quota(
          "limits.password-reset",
          "60/1h",
          "Links asked for by one address to choose a password, and as many uses of them");
  public static final Setting<Quota> LIMITS_INVITATIONS =
      quota("limits.invitations", "30/1h", "Members one tenant adds, who are told by mail");
  public static final Setting<Quota> LIMITS_PAYMENTS =
      quota("limits.payments", "300/1m", "Payments one tenant starts");
  public static final Setting<Quota> LIMITS_PDF =
      quota("limits.pdf", "300/1m", "PDFs one tenant asks for");
  public static final Setting<Quota> LIMITS_BULK =
      quota("limits.bulk", "30/1m", "Requests for many invoices or clients of one tenant");
  public static final Setting<Quota> LIMITS_EXPORT =
      quota("limits.export", "120/1m", "Tables and pages of its audit log one tenant reads");
  public static final Setting<Quota> LIMITS_WEBHOOKS =
      quota("limits.webhooks", "6000/1m", "Messages of gateways from one address");

  public static final Setting<Settings.Connection> QUEUE_CONNECTION =
      Setting.of(
          "queue.connection",
          "database",
          "What carries queued work: database",
          "database (redis is not available in this version)",
          Read.oneOf(Settings.Connection.class));
  public static final Setting<Integer> WORKERS =
      Setting.of(
          "workers",
          "10",
          "Listeners running at a time in this process",
          "a whole number from 1 to 1000",
          Read.between(1, 1000));
  public static final Setting<Settings.WakeUp> WAKE_UP =
      Setting.of(
          "wake-up",
          "notify",
          "How other nodes learn of new work: notify, or poll behind a pooler that drops LISTEN",
          "notify or poll",
          Read.oneOf(Settings.WakeUp.class));
  public static final Setting<Duration> SHUTDOWN_GRACE =
      Setting.of(
          "shutdown-grace",
          "20s",
          "How long a stopping server lets requests and listeners finish",
          "a duration, such as 500ms, 20s or 2m",
          Read::duration);

  public static final Setting<ZoneId> TIME_ZONE =
      Setting.of(
          "time-zone",
          "Africa/Dakar",
          "Time zone of new tenants",
          "a time zone, such as Africa/Dakar or Europe/Paris",
          Read::zone);
  public static final Setting<URI> ANALYTICS_URL =
      Setting.of(
          "analytics-url",
          null,
          "Receives each payment as JSON by POST; otherwise it is only recorded",
          "a web address, such as https://stats.example.com/payments",
          Read::webAddress);
  public static final Setting<Settings.LogLevel> LOG_LEVEL =
      Setting.of(
          "log-level",
          null,
          "Least important messages shown: error, warn, info, debug or trace; otherwise info by servers, warn by other verbs",
          "error, warn, info, debug or trace",
          Read.oneOf(Settings.LogLevel.class));

  /** In the order of the documentation. */
  public static final List<Setting<?>> ALL =
      List.of(
          DATA_DIR,
          PORT,
          ADDRESS,
          PUBLIC_URL,
          PROXIES,
          CORS_ORIGINS,
          SECRET_KEYS,
          DB_URL,
          DB_USER,
          DB_PASSWORD,
          DB_POOL,
          SMTP_HOST,
          SMTP_PORT,
          SMTP_USER,
          SMTP_PASSWORD,
          SMTP_TLS,
          MAIL_FROM,
          STRIPE_API_KEY,
          STRIPE_WEBHOOK_SECRET,
          STRIPE_API_BASE,
          WEBHOOKS_ALLOW_HTTP,
          WEBHOOKS_PORTS,
          WEBHOOKS_NETWORKS,
          WEBHOOKS_KEEP_DAYS,
          LIMITS_TOKEN,
          LIMITS_TENANT,
          LIMITS_ADDRESS,
          LIMITS_SIGN_IN,
          LIMITS_PASSWORD_RESET,
          LIMITS_INVITATIONS,
          LIMITS_PAYMENTS,
          LIMITS_PDF,
          LIMITS_BULK,
          LIMITS_EXPORT,
          LIMITS_WEBHOOKS,
          QUEUE_CONNECTION,
          WORKERS,
          WAKE_UP,
          SHUTDOWN_GRACE,
          TIME_ZONE,
          ANALYTICS_URL,
          LOG_LEVEL);

  private SettingsTable() {}

  private static Setting<Quota> quota(String key, String standard, String what) {
    return Setting.of(key, standard, what, "a quota, such as 600/1m, or off", Quota::parse);
  }
}
