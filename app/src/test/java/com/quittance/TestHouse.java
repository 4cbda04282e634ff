package com.quittance;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.quittance.billing.application.AddClient;
import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Draft;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Quantity;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.database.Database.Login;
import com.quittance.database.Migrations;
import com.quittance.demo.SteppedClock;
import com.quittance.limits.Limit;
import com.quittance.money.Rate;
import com.quittance.postgres.Database;
import com.quittance.postgres.ScratchDatabases;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.settings.Settings;
import com.quittance.settings.SettingsLoader;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.Tenancy.NewTenant;
import com.quittance.tenancy.Tenant;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The whole house on a database, a mail server and a clock of its own. Time stands still until it
 * is stepped, and nothing works until it is told to.
 */
public final class TestHouse implements AutoCloseable {

  /** A Monday, 10:00 in Dakar. */
  public static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  public static final String WEBHOOK_SECRET = "whsec_test";

  private final Path folder;
  private final Database database;
  private GreenMail smtp;
  private final int smtpPort;
  private final SteppedClock clock = new SteppedClock(START);
  private final House house;
  private final Tenant tenant;

  private TestHouse(Path folder, Map<String, String> more) {
    this.folder = folder;
    this.database = ScratchDatabases.template("quittance", TestHouse::migrate);
    this.smtp = smtpOn(0);
    this.smtpPort = smtp.getSmtp().getPort();
    this.house = House.stepped(settings(more), clock);
    this.tenant = addTenant("Sahel Conseil", "Africa/Dakar", "XOF");
  }

  public static TestHouse open(Path folder) {
    return new TestHouse(folder, Map.of());
  }

  /**
   * @param more settings by the names they have in the environment
   */
  public static TestHouse open(Path folder, Map<String, String> more) {
    return new TestHouse(folder, more);
  }

  private static void migrate(Database database) {
    Migrations.migrate(new Login(database.url(), database.user(), database.password()));
  }

  /** The house's settings, by the names they have in the environment. */
  public Map<String, String> environment() {
    var all =
        new HashMap<>(
            Map.of(
                "QUITTANCE_DATA_DIR", folder.toString(),
                "QUITTANCE_PORT", "0",
                "QUITTANCE_DB_URL", database.url(),
                "QUITTANCE_DB_USER", database.user(),
                "QUITTANCE_DB_PASSWORD", database.password(),
                "QUITTANCE_SMTP_HOST", "127.0.0.1",
                "QUITTANCE_SMTP_PORT", Integer.toString(smtpPort),
                "QUITTANCE_SMTP_TLS", "none",
                "QUITTANCE_STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET));
    // Time stands still, and so does what is left of a quota.
    for (var limit : Limit.values()) {
      var name = limit.code().toUpperCase(Locale.ROOT).replace('-', '_');
      all.put("QUITTANCE_LIMITS_" + name, "1000000/1m");
    }
    return all;
  }

  private Settings settings(Map<String, String> more) {
    return SettingsLoader.in(folder).environment(environment()).environment(more).load();
  }

  public Tenant addTenant(String name, String zone, String currency) {
    return house
        .tenancy()
        .createTenant(
            new NewTenant(
                name,
                "compta@sahel.example",
                Currency.getInstance(currency),
                ZoneId.of(zone),
                Locale.FRENCH,
                "12 rue Félix Faure\nDakar",
                "005482913 2G3",
                "SN.DKR.2019.B.11842"));
  }

  public House house() {
    return house;
  }

  public SteppedClock clock() {
    return clock;
  }

  public Tenant tenant() {
    return tenant;
  }

  public Scope scope() {
    return scope(tenant);
  }

  public Scope scope(Tenant of) {
    return Scope.of(of.id().value(), "test", UuidV7.from(clock));
  }

  public String token(String... abilities) {
    return house
        .tenancy()
        .createToken(
            tenant.id(),
            "test",
            abilities.length == 0 ? List.of("*") : List.of(abilities),
            Tenancy.TOKEN_LIFE)
        .secret()
        .text();
  }

  public Client addClient() {
    return addClient(tenant);
  }

  public Client addClient(Tenant of) {
    return house
        .addClient()
        .add(
            scope(of),
            new AddClient.Request(
                "Boulangerie Ndiaye", "awa@ndiaye.example", "Thiès", null, Locale.FRENCH));
  }

  /** One line, without tax. */
  public Invoice createInvoice(long total) {
    return createInvoice(tenant, total, null);
  }

  public Invoice createInvoice(Tenant of, long total, @Nullable LocalDate due) {
    var line = new Draft.Item("Conseil", Quantity.parse("1"), total, null, Rate.ZERO, Rate.ZERO);
    return house
        .createInvoice()
        .create(scope(of), new Draft(addClient(of).id(), null, due, List.of(line)));
  }

  public Invoice invoice(InvoiceId id) {
    return house.transactions().in(scope(), tx -> new Invoices(tx).get(id));
  }

  /** Runs what is due, and what follows from it, on this thread. */
  public void work() {
    house.relay().work();
  }

  public void advance(Duration step) {
    clock.advance(step);
  }

  /** From here on the mail server refuses the connection. */
  public void mailDown() {
    smtp.stop();
  }

  /** The mail server is back on its port, its mailboxes empty. */
  public void mailUp() {
    smtp = smtpOn(smtpPort);
  }

  private static GreenMail smtpOn(int port) {
    var smtp = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    return smtp;
  }

  public List<MimeMessage> mails() {
    return Arrays.asList(smtp.getReceivedMessages());
  }

  /** Those that arrived since the last time. */
  public List<MimeMessage> takeMails() {
    var arrived = mails();
    try {
      smtp.purgeEmailFromAllMailboxes();
    } catch (FolderException broken) {
      throw new IllegalStateException(broken);
    }
    return arrived;
  }

  /** How the attempts of a listener ended, the earliest first. */
  public List<String> outcomes(String listener) {
    return sql()
        .sql("select outcome from relay.attempt where listener = ? order by started_at, lease_no")
        .param(listener)
        .query(String.class)
        .list();
  }

  /** The database as its owner sees it; row-level security aside only for the superuser. */
  public JdbcClient sql() {
    return JdbcClient.create(adminSource());
  }

  public DataSource adminSource() {
    var admin = ScratchDatabases.asAdmin(database);
    return new DriverManagerDataSource(admin.url(), admin.user(), admin.password());
  }

  public long count(String table) {
    return sql().sql("select count(*) from " + table).query(Long.class).single();
  }

  @Override
  public void close() {
    house.close();
    smtp.stop();
    ScratchDatabases.drop(database);
  }
}
