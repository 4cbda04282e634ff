package com.quittance.settings;

import static com.quittance.settings.SettingsTable.*;

import com.quittance.settings.ConfigFile.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: the command line wins over the environment, the environment over
 * application.yml, and that over the table. All problems are told together.
 */
public final class SettingsLoader {
  private static final String CONFIG = "QUITTANCE_CONFIG";

  private final Path workingDir;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<Setting<?>, Entry> flags = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<Setting<?>> chosen = new HashSet<>();
  private final Map<Setting<?>, Object> values = new HashMap<>();
  private @Nullable Path config;

  private SettingsLoader(Path workingDir) {
    this.workingDir = workingDir.toAbsolutePath();
  }

  /** Relative paths, application.yml among them, are looked for there. */
  public static SettingsLoader in(Path workingDir) {
    return new SettingsLoader(workingDir);
  }

  public SettingsLoader environment(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** The file to read in place of application.yml. */
  public SettingsLoader config(@Nullable Path file) {
    config = file;
    return this;
  }

  /**
   * @param option as typed, such as {@code --data}
   * @param text what followed it; null when it was not given
   */
  public SettingsLoader flag(String option, Setting<?> setting, @Nullable String text) {
    if (text != null) {
      flags.put(setting, new Entry(text, "in " + option));
    }
    return this;
  }

  /**
   * @throws SettingsInvalid with all that is wrong
   */
  public Settings load() {
    var file = file();
    problems.addAll(file.problems());
    refuseUnknown(file);
    for (var setting : ALL) {
      read(setting, chosen(setting, file));
    }
    refuseHalves();
    if (!problems.isEmpty()) {
      throw new SettingsInvalid(problems);
    }
    return settings();
  }

  private ConfigFile file() {
    var named = config == null ? environment.getOrDefault(CONFIG, "") : config.toString();
    if (!named.isBlank()) {
      return ConfigFile.read(workingDir.resolve(named));
    }
    return Stream.of("application.yml", "application.yaml")
        .map(workingDir::resolve)
        .filter(Files::exists)
        .findFirst()
        .map(ConfigFile::read)
        .orElseGet(ConfigFile::none);
  }

  /** An empty value chooses nothing: deployment tools pass unset variables on as empty ones. */
  private @Nullable Entry chosen(Setting<?> setting, ConfigFile file) {
    var variable = environment.get(setting.environmentName());
    return Stream.of(
            flags.get(setting),
            variable == null ? null : new Entry(variable, "in the environment"),
            file.entries().get(setting.fileName()),
            setting.standard() == null ? null : new Entry(setting.standard(), "by default"))
        .filter(Objects::nonNull)
        .filter(e -> !e.text().isBlank())
        .findFirst()
        .orElse(null);
  }

  private void read(Setting<?> setting, @Nullable Entry entry) {
    if (entry == null) {
      return;
    }
    chosen.add(setting);
    try {
      values.put(setting, setting.reader().apply(entry.text().strip()));
    } catch (IllegalArgumentException e) {
      var shown = setting.secret() ? "****" : masked(entry.text());
      problems.add(
          "%s is \"%s\" %s: expected %s."
              .formatted(setting, shown, entry.where(), setting.expected()));
    }
  }

  static String masked(String text) {
    return text.replaceAll("(?i)(password=)[^&]*", "$1****").replaceAll("//[^/@]*@", "//****@");
  }

  private void refuseUnknown(ConfigFile file) {
    var names = ALL.stream().map(Setting::fileName).toList();
    file.entries()
        .forEach(
            (key, entry) -> {
              if (!names.contains(key)) {
                problems.add(
                    "%s, %s, is no setting: did you mean %s?"
                        .formatted(key, entry.where(), Spelling.nearest(key, names)));
              }
            });
    var variables = ALL.stream().map(Setting::environmentName).toList();
    environment.keySet().stream()
        .filter(name -> name.startsWith("QUITTANCE_") && !variables.contains(name))
        .filter(name -> Spelling.isNear(name, variables))
        .sorted()
        .forEach(
            name ->
                problems.add(
                    "%s, in the environment, is no setting: did you mean %s?"
                        .formatted(name, Spelling.nearest(name, variables))));
  }

  /** Settings that say nothing without another. */
  private void refuseHalves() {
    for (var part : List.of(DB_USER, DB_PASSWORD)) {
      refuseWithout(part, DB_URL);
    }
    for (var part : List.of(SMTP_PORT, SMTP_USER, SMTP_PASSWORD)) {
      refuseWithout(part, SMTP_HOST);
    }
    refuseWithout(SMTP_USER, SMTP_PASSWORD);
    refuseWithout(SMTP_PASSWORD, SMTP_USER);
  }

  private void refuseWithout(Setting<?> part, Setting<?> whole) {
    if (chosen.contains(part) && !chosen.contains(whole)) {
      problems.add("%s is set but %s is not: set both or neither.".formatted(part, whole));
    }
  }

  private Settings settings() {
    var url = find(DB_URL);
    var host = find(SMTP_HOST);
    var port = find(SMTP_PORT);
    var tls = get(SMTP_TLS);
    return new Settings(
        workingDir.resolve(get(DATA_DIR)).normalize(),
        http(),
        listed(SECRET_KEYS),
        url == null ? null : new Settings.ExternalDatabase(url, find(DB_USER), find(DB_PASSWORD)),
        get(DB_POOL),
        host == null
            ? null
            : new Settings.Smtp(
                host, port == null ? tls.port() : port, find(SMTP_USER), find(SMTP_PASSWORD), tls),
        get(MAIL_FROM),
        new Settings.Stripe(
            find(STRIPE_API_KEY), find(STRIPE_WEBHOOK_SECRET), get(STRIPE_API_BASE)),
        webhooks(),
        limits(),
        new Settings.Queue(get(QUEUE_CONNECTION), get(WORKERS), get(WAKE_UP)),
        get(SHUTDOWN_GRACE),
        get(TIME_ZONE),
        find(ANALYTICS_URL),
        find(LOG_LEVEL));
  }

  private Settings.Http http() {
    return new Settings.Http(
        get(ADDRESS), get(PORT), find(PUBLIC_URL), listed(PROXIES), listed(CORS_ORIGINS));
  }

  private Settings.Limits limits() {
    return new Settings.Limits(
        get(LIMITS_TOKEN),
        get(LIMITS_TENANT),
        get(LIMITS_ADDRESS),
        get(LIMITS_SIGN_IN),
        get(LIMITS_PASSWORD_RESET),
        get(LIMITS_INVITATIONS),
        get(LIMITS_PAYMENTS),
        get(LIMITS_PDF),
        get(LIMITS_BULK),
        get(LIMITS_EXPORT),
        get(LIMITS_WEBHOOKS));
  }

  private Settings.Webhooks webhooks() {
    return new Settings.Webhooks(
        get(WEBHOOKS_ALLOW_HTTP),
        get(WEBHOOKS_PORTS),
        listed(WEBHOOKS_NETWORKS),
        get(WEBHOOKS_KEEP_DAYS));
  }

  /** The table's readers and its types belong together, so the cast cannot fail. */
  @SuppressWarnings("unchecked")
  private <T> @Nullable T find(Setting<T> setting) {
    return (T) values.get(setting);
  }

  private <T> List<T> listed(Setting<List<T>> setting) {
    var values = find(setting);
    return values == null ? List.of() : values;
  }

  private <T> T get(Setting<T> setting) {
    return Objects.requireNonNull(find(setting), setting::toString);
  }
}
