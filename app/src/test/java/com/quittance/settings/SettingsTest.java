package com.quittance.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private SettingsLoader loader() {
    return SettingsLoader.in(folder).environment(environment);
  }

  private void file(String text) throws Exception {
    Files.writeString(folder.resolve("application.yml"), text);
  }

  private List<String> problems() {
    return catchThrowableOfType(SettingsInvalid.class, () -> loader().load()).lines();
  }

  @Test
  void nothingNeedsToBeChosen() {
    var settings = loader().load();
    assertThat(settings.dataDir()).isEqualTo(folder.resolve("data"));
    assertThat(settings.http())
        .isEqualTo(new Settings.Http("127.0.0.1", 8080, null, List.of(), List.of()));
    assertThat(settings.database()).isNull();
    assertThat(settings.smtp()).isNull();
    assertThat(settings.queue())
        .isEqualTo(new Settings.Queue(Settings.Connection.DATABASE, 10, Settings.WakeUp.NOTIFY));
    assertThat(settings.timeZone()).isEqualTo(ZoneId.of("Africa/Dakar"));
    assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
    file(
        """
        quittance:
          data-dir: from-file
          port: 1001
          workers: 11
        """);
    environment.put("QUITTANCE_PORT", "1002");
    environment.put("QUITTANCE_DATA_DIR", "from-environment");
    var settings =
        loader()
            .flag("--data", SettingsTable.DATA_DIR, "from-flag")
            .flag("--port", SettingsTable.PORT, null)
            .load();
    assertThat(settings.dataDir()).isEqualTo(folder.resolve("from-flag"));
    assertThat(settings.http().port()).isEqualTo(1002);
    assertThat(settings.queue().workers()).isEqualTo(11);
  }

  @Test
  void everySettingCanComeFromTheFileAndFromTheEnvironment() throws Exception {
    var nested = new StringBuilder("server: {port: ignored}\n");
    for (var setting : SettingsTable.ALL) {
      nested.append(setting.fileName()).append(": '").append(example(setting)).append("'\n");
      environment.put(setting.environmentName(), example(setting));
    }
    var fromEnvironment = loader().load();
    environment.clear();
    file(nested.toString());
    assertThat(loader().load()).isEqualTo(fromEnvironment).isNotEqualTo(Settings.standard(folder));
  }

  @ParameterizedTest
  @CsvSource({
    "https://billing.example/, 0.0.0.0, https://billing.example",
    "'', 0.0.0.0, http://localhost:8080",
    "'', 127.0.0.1, http://127.0.0.1:8080",
    "'', ::1, http://[::1]:8080",
  })
  void linksBeginWithThePublicUrlOrWhereTheServerListens(
      String publicUrl, String address, String base) {
    environment.put("QUITTANCE_PUBLIC_URL", publicUrl);
    environment.put("QUITTANCE_ADDRESS", address);
    assertThat(loader().load().http().base()).hasToString(base);
  }

  private static String example(Setting<?> setting) {
    return switch (setting.key()) {
      case "public-url", "analytics-url", "stripe.api-base" -> "https://example.com/x";
      case "db.url" -> "jdbc:postgresql://db/quittance";
      case "smtp.port" -> "2525";
      case "mail.from" -> "a@example.com";
      case "cors.origins" -> "https://app.example.com, http://localhost:3000";
      case "proxies", "webhooks.networks" -> "10.1.0.0/16, fd00:12::/32";
      case "log-level" -> "debug";
      case "secret-keys" -> "A".repeat(43) + "=, " + "B".repeat(42) + "A=";
      default -> setting.standard() == null ? "something" : setting.standard();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT            | 70000          | a whole number from 0 to 65535",
        "PORT            | tcp://10.0.0.1 | a whole number from 0 to 65535",
        "ADDRESS         | all of them    | an address or host name, such as 127.0.0.1 or 0.0.0.0",
        "PUBLIC_URL      | example.com    | a web address, such as https://billing.example.com",
        "DB_URL          | mysql://x      | a JDBC address, such as jdbc:postgresql://host:5432/quittance",
        "DB_POOL         | 1              | a whole number from 2 to 150",
        "SMTP_TLS        | ssl            | none, starttls or tls",
        "MAIL_FROM       | nobody         | an address, such as Billing <billing@example.com>",
        "STRIPE_API_BASE | ftp://x        | a web address, such as https://api.stripe.com",
        "QUEUE_CONNECTION| redis          | database (redis is not available in this version)",
        "WORKERS         | 0              | a whole number from 1 to 1000",
        "WEBHOOKS_ALLOW_HTTP | yes       | true or false",
        "WEBHOOKS_PORTS  | https          | ports, such as 443, 8443 or 30000-32767",
        "WEBHOOKS_NETWORKS | 10.0.0.1/8   | networks, such as 10.1.0.0/16, fd00:12::/32",
        "WEBHOOKS_KEEP_DAYS | 0           | a whole number from 4 to 3650",
        "WAKE_UP         | never          | notify or poll",
        "SHUTDOWN_GRACE  | 20             | a duration, such as 500ms, 20s or 2m",
        "TIME_ZONE       | Dakar          | a time zone, such as Africa/Dakar or Europe/Paris",
        "LOG_LEVEL       | loud           | error, warn, info, debug or trace",
      })
  void aWrongValueIsNamedWithItsFix(String name, String value, String expected) {
    environment.put("QUITTANCE_" + name, value);
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("(QUITTANCE_%s) is \"%s\" in the environment: expected ".formatted(name, value))
        .startsWith("quittance.")
        .endsWith("expected " + expected + ".");
  }

  @Test
  void allProblemsAreToldTogetherWithTheirPlace() throws Exception {
    file(
        """
        quittance:
          port: eighty
          smtp:
            hots: mail.example.com
          workers: [1, 2]
        """);
    environment.put("QUITTANCE_STRIPE_API_KY", "x");
    environment.put("QUITTANCE_JAVA_OPTS", "-Xmx1g");
    environment.put("QUITTANCE_SERVICE_HOST", "10.0.0.1");
    environment.put("QUITTANCE_DB_USER", "me");
    var file = folder.resolve("application.yml");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "quittance.port (QUITTANCE_PORT) is \"eighty\" in %s, line 2: expected a whole number from 0 to 65535."
                .formatted(file),
            "quittance.smtp.hots, in %s, line 4, is no setting: did you mean quittance.smtp.host?"
                .formatted(file),
            "quittance.workers, in %s, line 5, is a list: give one value.".formatted(file),
            "QUITTANCE_STRIPE_API_KY, in the environment, is no setting: did you mean"
                + " QUITTANCE_STRIPE_API_KEY?",
            "quittance.db.user (QUITTANCE_DB_USER) is set but quittance.db.url (QUITTANCE_DB_URL)"
                + " is not: set both or neither.");
  }

  @Test
  void aFileThatIsNotYamlOrNotThereIsNamed() throws Exception {
    file("quittance:\n  port: [1\n");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("application.yml, line 3, is not YAML");
    file("just words");
    assertThat(problems()).singleElement().asString().contains("holds no settings");
    file("quittance: {port: 1}\nquittance.port: 2\n");
    assertThat(problems()).singleElement().asString().contains("quittance.port is given twice");
    file("");
    assertThat(loader().load().http().port()).isEqualTo(8080);
    environment.put("QUITTANCE_CONFIG", "other.yml");
    assertThat(problems())
        .containsExactly(
            "%s does not exist: correct --config or QUITTANCE_CONFIG."
                .formatted(folder.resolve("other.yml")));
  }

  @Test
  void secretsAreNeverShown() {
    environment.put(
        "QUITTANCE_DB_URL", "jdbc:postgresql://me:hidden@db/q?password=hidden&ssl=true");
    environment.put("QUITTANCE_DB_PASSWORD", "hidden");
    environment.put("QUITTANCE_STRIPE_API_KEY", "hidden");
    environment.put("QUITTANCE_STRIPE_WEBHOOK_SECRET", "hidden");
    environment.put("QUITTANCE_SMTP_HOST", "mail");
    environment.put("QUITTANCE_SMTP_USER", "me");
    environment.put("QUITTANCE_SMTP_PASSWORD", "hidden");
    var settings = loader().load();
    assertThat(settings.toString()).contains("****").doesNotContain("hidden");
    assertThat(settings.stripe().apiKey()).isEqualTo(new Secret("hidden"));
    environment.put("QUITTANCE_DB_URL", "postgresql://me:hidden@db/q?password=hidden");
    assertThat(problems()).singleElement().asString().contains("db/q").doesNotContain("hidden");
  }

  @Test
  void theMailPortFollowsFromTheEncryption() {
    environment.put("QUITTANCE_SMTP_HOST", "mail");
    assertThat(loader().load().smtp()).extracting(Settings.Smtp::port).isEqualTo(587);
    environment.put("QUITTANCE_SMTP_TLS", "tls");
    assertThat(loader().load().smtp()).extracting(Settings.Smtp::port).isEqualTo(465);
    environment.put("QUITTANCE_SMTP_PORT", "2525");
    assertThat(loader().load().smtp()).extracting(Settings.Smtp::port).isEqualTo(2525);
  }

  @Test
  void anEmptyValueChoosesNothing() throws Exception {
    file("quittance:\n  smtp:\n    host:\n  port:\n");
    environment.put("QUITTANCE_WORKERS", " ");
    assertThat(loader().load()).isEqualTo(SettingsLoader.in(folder).load());
  }
}
