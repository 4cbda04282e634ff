package com.quittance.settings;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Names and defaults are a promise to operators; docs/settings.md shows them. */
class SettingsTableTest {
  private static final Path DOCUMENT = Path.of("../docs/settings.md");

  @Test
  void namesAndDefaultsStay() {
    var table =
        SettingsTable.ALL.stream()
            .map(s -> s.environmentName() + "=" + (s.standard() == null ? "" : s.standard()))
            .collect(joining("\n"));
    assertThat(table)
        .isEqualTo(
            """
            QUITTANCE_DATA_DIR=./data
            QUITTANCE_PORT=8080
            QUITTANCE_ADDRESS=127.0.0.1
            QUITTANCE_PUBLIC_URL=
            QUITTANCE_PROXIES=
            QUITTANCE_CORS_ORIGINS=
            QUITTANCE_SECRET_KEYS=
            QUITTANCE_DB_URL=
            QUITTANCE_DB_USER=
            QUITTANCE_DB_PASSWORD=
            QUITTANCE_DB_POOL=16
            QUITTANCE_SMTP_HOST=
            QUITTANCE_SMTP_PORT=
            QUITTANCE_SMTP_USER=
            QUITTANCE_SMTP_PASSWORD=
            QUITTANCE_SMTP_TLS=starttls
            QUITTANCE_MAIL_FROM=Quittance <quittance@localhost>
            QUITTANCE_STRIPE_API_KEY=
            QUITTANCE_STRIPE_WEBHOOK_SECRET=
            QUITTANCE_STRIPE_API_BASE=https://api.stripe.com
            QUITTANCE_WEBHOOKS_ALLOW_HTTP=false
            QUITTANCE_WEBHOOKS_PORTS=443, 8443
            QUITTANCE_WEBHOOKS_NETWORKS=
            QUITTANCE_WEBHOOKS_KEEP_DAYS=30
            QUITTANCE_LIMITS_TOKEN=1200/1m
            QUITTANCE_LIMITS_TENANT=6000/1m
            QUITTANCE_LIMITS_ADDRESS=300/1m
            QUITTANCE_LIMITS_SIGN_IN=30/1m
            QUITTANCE_LIMITS_PASSWORD_RESET=60/1h
            QUITTANCE_LIMITS_INVITATIONS=30/1h
            QUITTANCE_LIMITS_PAYMENTS=300/1m
            QUITTANCE_LIMITS_PDF=300/1m
            QUITTANCE_LIMITS_BULK=30/1m
            QUITTANCE_LIMITS_EXPORT=120/1m
            QUITTANCE_LIMITS_WEBHOOKS=6000/1m
            QUITTANCE_QUEUE_CONNECTION=database
            QUITTANCE_WORKERS=10
            QUITTANCE_WAKE_UP=notify
            QUITTANCE_SHUTDOWN_GRACE=20s
            QUITTANCE_TIME_ZONE=Africa/Dakar
            QUITTANCE_ANALYTICS_URL=
            QUITTANCE_LOG_LEVEL=""");
  }

  /** After a change of the table: mvn test -Dtest=SettingsTableTest -Dsettings.write=true. */
  @Test
  void theDocumentShowsTheTable() throws Exception {
    var text = Files.readString(DOCUMENT);
    var fresh =
        text.replaceFirst(
            "(?s)(<!-- table -->\n).*(<!-- end -->)",
            "$1" + java.util.regex.Matcher.quoteReplacement(table()) + "$2");
    if (Boolean.getBoolean("settings.write")) {
      Files.writeString(DOCUMENT, fresh);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(fresh);
  }

  private static String table() {
    var rows =
        SettingsTable.ALL.stream()
            .map(
                s ->
                    "| `%s` | `%s` | %s | %s |\n"
                        .formatted(
                            s.key(),
                            s.environmentName(),
                            s.standard() == null ? "" : "`" + s.standard() + "`",
                            s.meaning()))
            .collect(joining());
    return "| application.yml, below `quittance` | Environment | Default | What it is |\n|---|---|---|---|\n"
        + rows;
  }
}
