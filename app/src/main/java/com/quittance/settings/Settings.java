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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has chosen. Safe to print: secrets are masked.
 *
 * @param dataDir absolute
 * @param secretKeys none: those in the data folder
 * @param database a PostgreSQL of the operator's own; null for the embedded one
 * @param dbPool connections of the application at most
 * @param smtp the mail server; null when mails become files
 * @param timeZone of new tenants
 * @param analytics receives payments; null when they are only recorded
 * @param logLevel null leaves it to the verb
 */
public record Settings(
    Path dataDir,
    Http http,
    List<SealingKey> secretKeys,
    @Nullable ExternalDatabase database,
    int dbPool,
    @Nullable Smtp smtp,
    String mailFrom,
    Stripe stripe,
    Webhooks webhooks,
    Limits limits,
    Queue queue,
    Duration shutdownGrace,
    ZoneId timeZone,
    @Nullable URI analytics,
    @Nullable LogLevel logLevel) {

  /** Everything as the table has it, with a data folder of one's own and any free port. */
  public static Settings standard(Path dataDir) {
    return SettingsLoader.in(dataDir)
        .flag("--data", SettingsTable.DATA_DIR, dataDir.toString())
        .flag("--port", SettingsTable.PORT, "0")
        .load();
  }

  public enum Tls {
    NONE(25),
    STARTTLS(587),
    TLS(465);

    private final int port;

    Tls(int port) {
      this.port = port;
    }

    int port() {
      return port;
    }
  }

  public enum Connection {
    DATABASE
  }

  public enum WakeUp {
    NOTIFY,
    POLL
  }

  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /**
   * @param port 0 takes any free one
   * @param publicUrl without a slash at its end; null when nothing stands in front of the server
   * @param proxies where those are whose word counts about who asks
   * @param origins whose pages may use the API in a browser
   */
  public record Http(
      String address,
      int port,
      @Nullable URI publicUrl,
      List<Network> proxies,
      List<Origin> origins) {

    /** What links in mails begin with. */
    public URI base() {
      if (publicUrl != null) {
        return publicUrl;
      }
      var host = address.equals("0.0.0.0") || address.equals("::") ? "localhost" : address;
      return URI.create(
          "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port));
    }
  }

  /** The address may carry a password, so it is not shown. */
  public record ExternalDatabase(String url, @Nullable String user, @Nullable Secret password) {
    @Override
    public String toString() {
      return "ExternalDatabase[url=%s, user=%s]".formatted(SettingsLoader.masked(url), user);
    }
  }

  public record Smtp(
      String host, int port, @Nullable String user, @Nullable Secret password, Tls tls) {}

  public record Stripe(@Nullable Secret apiKey, @Nullable Secret webhookSecret, URI apiBase) {

    /** Several while one takes the place of another; the first is the newest. */
    public List<String> webhookSecrets() {
      return webhookSecret == null
          ? List.of()
          : Stream.of(webhookSecret.value().split(","))
              .map(String::strip)
              .filter(secret -> !secret.isEmpty())
              .toList();
    }

    /** Whether payments are made with real money; null when there is no key that would tell. */
    public @Nullable Boolean live() {
      if (apiKey == null || !apiKey.value().matches("(sk|rk)_(live|test)_.*")) {
        return null;
      }
      return apiKey.value().startsWith("live", "sk_".length());
    }
  }

  /**
   * @param allowHttp whether TLS may be missing
   * @param ports that may be called
   * @param networks that may be called though they are not public
   * @param keepDays how long the log of deliveries is kept
   */
  public record Webhooks(boolean allowHttp, Ports ports, List<Network> networks, int keepDays) {}

  /** How much may be asked; com.quittance.limits.Limit says by whom and of what. */
  public record Limits(
      Quota token,
      Quota tenant,
      Quota address,
      Quota signIn,
      Quota passwordReset,
      Quota invitations,
      Quota payments,
      Quota pdf,
      Quota bulk,
      Quota export,
      Quota webhooks) {}

  /**
   * @param workers listeners running at a time in this process
   */
  public record Queue(Connection connection, int workers, WakeUp wakeUp) {}
}
