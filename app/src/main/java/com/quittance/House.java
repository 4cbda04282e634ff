package com.quittance;

import com.quittance.audit.AuditChains;
import com.quittance.audit.AuditTrail;
import com.quittance.billing.application.AddClient;
import com.quittance.billing.application.AnalyticsSink;
import com.quittance.billing.application.ChangeClient;
import com.quittance.billing.application.CheckOverdueInvoices;
import com.quittance.billing.application.CreateInvoice;
import com.quittance.billing.application.GeneratePdf;
import com.quittance.billing.application.KeepDraft;
import com.quittance.billing.application.ManualGateway;
import com.quittance.billing.application.PaymentGateway;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.billing.application.RefundPayment;
import com.quittance.billing.application.listener.AdminAlert;
import com.quittance.billing.application.listener.ExecuteRefund;
import com.quittance.billing.application.listener.GenerateInvoicePdf;
import com.quittance.billing.application.listener.HandlePaymentFailure;
import com.quittance.billing.application.listener.LogPaymentEvent;
import com.quittance.billing.application.listener.Mailer;
import com.quittance.billing.application.listener.NotifyAccountant;
import com.quittance.billing.application.listener.SendInvoiceAgain;
import com.quittance.billing.application.listener.SendInvoiceNotification;
import com.quittance.billing.application.listener.SendOverdueReminder;
import com.quittance.billing.application.listener.SendRefundNotice;
import com.quittance.billing.application.listener.SendVoidNotice;
import com.quittance.billing.application.listener.TellOfFailedRefund;
import com.quittance.billing.application.listener.UpdateInvoiceStatus;
import com.quittance.billing.infrastructure.analytics.HttpAnalytics;
import com.quittance.billing.infrastructure.analytics.LogAnalytics;
import com.quittance.billing.infrastructure.mail.EmlFolderTransport;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.mail.MailTransport;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.billing.infrastructure.mail.PersonLetters;
import com.quittance.billing.infrastructure.mail.SmtpTransport;
import com.quittance.billing.infrastructure.pdf.InvoicePdf;
import com.quittance.billing.infrastructure.stripe.StripeGateway;
import com.quittance.database.Database;
import com.quittance.limits.Counts;
import com.quittance.limits.Portions;
import com.quittance.people.Doorkeeper;
import com.quittance.people.Enrolment;
import com.quittance.people.Forgetting;
import com.quittance.people.Members;
import com.quittance.people.Register;
import com.quittance.people.ResetPassword;
import com.quittance.people.SendInvitation;
import com.quittance.people.SendResetLink;
import com.quittance.people.SendSignInNotice;
import com.quittance.people.SendTokenNotice;
import com.quittance.people.SignIn;
import com.quittance.relay.EventMap;
import com.quittance.relay.QueueLimits;
import com.quittance.relay.Relay;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.UuidV7;
import com.quittance.schedule.Schedule;
import com.quittance.sealing.Seal;
import com.quittance.sealing.SealingKey;
import com.quittance.sealing.ServerKeys;
import com.quittance.settings.Settings;
import com.quittance.settings.Settings.WakeUp;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.TokenUse;
import com.quittance.webhook.Destinations;
import com.quittance.webhook.QueueWebhooks;
import com.quittance.webhook.SendWebhook;
import com.quittance.webhook.Sender;
import com.quittance.webhook.TellOfDisabledWebhook;
import com.quittance.webhook.Webhooks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Everything that stands between the database and the doors, put together once; no framework. */
public final class House implements AutoCloseable {

  /** As fine as PostgreSQL keeps it, so that an answer and what is read back later are equal. */
  public static final Clock MICROSECONDS = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));

  private final Settings settings;
  private final Clock clock;
  private final Database database;
  private final EventMap<Object> map;
  private final Relay relay;
  private final Router router;
  private final MailTransport mail;
  private final Tenancy tenancy;
  private final TokenUse tokenUse;
  private final Members members;
  private final SignIn signIn;
  private final ResetPassword resetPassword;
  private final Enrolment enrolment;
  private final AuditChains auditChains;
  private final AddClient addClient;
  private final ChangeClient changeClient;
  private final CreateInvoice createInvoice;
  private final KeepDraft keepDraft;
  private final ProcessPayment processPayment;
  private final RefundPayment refundPayment;
  private final GeneratePdf generatePdf;
  private final Sender webhookSender;
  private final Webhooks webhooks;
  private final Portions portions;
  private final Schedule schedule;

  private House(Settings settings, Clock clock, Database database, Seal seal, boolean stepped) {
    this.settings = settings;
    this.clock = clock;
    this.database = database;
    this.map = Events.map();
    this.relay = relay(map, settings, clock, database, stepped);
    var transactions = relay.transactions();
    this.router = new Router(database.router());
    this.mail = mailTransport(settings);
    this.tenancy = new Tenancy(transactions, clock);
    this.tokenUse = new TokenUse(transactions);
    var register = new Register(database.people(), transactions);
    this.members = new Members(register, transactions, clock);
    var keeper = new Doorkeeper(register, database.people(), seal, clock);
    this.signIn = new SignIn(register, keeper, database.people(), router, clock);
    this.enrolment = new Enrolment(register, keeper, database.people(), seal, clock);
    this.resetPassword = new ResetPassword(register, database.people(), keeper, clock);
    this.auditChains = new AuditChains(transactions, router, clock);
    this.addClient = new AddClient(transactions, clock);
    this.changeClient = new ChangeClient(transactions);
    this.createInvoice = new CreateInvoice(transactions, clock);
    this.keepDraft = new KeepDraft(transactions, createInvoice, clock);
    var gateways =
        List.<PaymentGateway>of(new ManualGateway(), new StripeGateway(settings.stripe(), router));
    this.processPayment = new ProcessPayment(transactions, gateways, clock);
    this.refundPayment = new RefundPayment(gateways, clock);
    this.generatePdf = new GeneratePdf(transactions, new InvoicePdf(), clock);
    var destinations = destinations(settings);
    this.webhookSender = new Sender(destinations);
    this.webhooks = new Webhooks(transactions, destinations, seal, clock);
    var counts = new Counts(database.router(), clock);
    this.portions = new Portions(counts, clock);
    this.schedule =
        new Schedule(
            relay,
            router,
            new CheckOverdueInvoices(transactions, clock),
            auditChains,
            new Forgetting(database.people(), clock),
            webhooksKept(settings),
            counts,
            clock);
    listeners(transactions, register, seal).listenOn(map);
  }

  /** Opens the database the settings name, or the embedded one in the data folder. */
  public static House open(Settings settings) {
    return open(settings, MICROSECONDS, false);
  }

  /**
   * Opens a house whose time is the given clock's, due times included: for the demo and for tests.
   */
  public static House stepped(Settings settings, Clock clock) {
    return open(settings, clock, true);
  }

  private static House open(Settings settings, Clock clock, boolean stepped) {
    var database = Database.open(settings);
    try {
      var keys = new ServerKeys(database.people(), clock);
      var seal = keys.open(settings.secretKeys(), settings.dataDir());
      var house = new House(settings, clock, database, seal, stepped);
      house.renew(seal);
      return house;
    } catch (RuntimeException failed) {
      database.close();
      throw failed;
    }
  }

  /** What was in clear, or sealed by the key before. */
  private void renew(Seal seal) {
    enrolment.renewSeals();
    for (var tenant : router.withSecretsOtherThanOf(seal.keyId())) {
      webhooks.renewSeals(Scope.of(tenant.value(), "server", UuidV7.from(clock)));
    }
  }

  /** Who hears what, without a database: nothing here is ever asked for a connection. */
  public static EventMap<Object> events() {
    var settings = Settings.standard(Path.of("data"));
    var seal = new Seal(List.of(SealingKey.fresh()));
    try (var house = new House(settings, Clock.systemUTC(), Database.none(), seal, true)) {
      return house.map;
    }
  }

  private static Relay relay(
      EventMap<Object> map, Settings settings, Clock clock, Database database, boolean stepped) {
    var engine =
        RelaySettings.defaults()
            .withConcurrency(
                settings.queue().workers(), Map.of(SendWebhook.QUEUE, SendWebhook.AT_ONCE))
            .withLimits(
                Map.of(SendWebhook.QUEUE, new QueueLimits(null, SendWebhook.AT_ONCE_OF_TENANT)))
            .withPoll(Duration.ofSeconds(1), settings.queue().wakeUp() == WakeUp.NOTIFY)
            .withGrace(settings.shutdownGrace());
    var builder =
        Relay.builder(map)
            .application(database.application())
            .engine(database.relay())
            .clock(clock)
            .json(EventJson.mapper())
            .witness(new AuditTrail())
            .settings(engine);
    return stepped ? builder.steppedTime().build() : builder.build();
  }

  private static MailTransport mailTransport(Settings settings) {
    var smtp = settings.smtp();
    return smtp == null
        ? new EmlFolderTransport(settings.dataDir().resolve("mail"))
        : new SmtpTransport(SmtpTransport.Server.of(smtp));
  }

  private Events listeners(Transactions transactions, Register register, Seal seal) {
    var sender = Mailbox.parse(settings.mailFrom());
    var letters = new Letters(sender);
    var toPeople = new PersonLetters(sender, settings.http().base());
    var mailer = new Mailer(transactions, mail, clock);
    var alert = new AdminAlert(transactions, mailer, letters, clock);
    return new Events(
        new SendInvoiceNotification(transactions, generatePdf, letters, mailer, alert, clock),
        new GenerateInvoicePdf(generatePdf, alert),
        new SendInvoiceAgain(transactions, generatePdf, letters, mailer, alert, clock),
        new SendVoidNotice(transactions, generatePdf, letters, mailer, alert, clock),
        new UpdateInvoiceStatus(transactions, generatePdf, letters, mailer, clock),
        new SendOverdueReminder(transactions, generatePdf, letters, mailer, clock),
        new LogPaymentEvent(transactions, analytics(settings), clock),
        new NotifyAccountant(transactions, letters, mailer, alert, clock),
        new HandlePaymentFailure(transactions, letters, mailer, alert, clock),
        new ExecuteRefund(transactions, refundPayment, alert),
        new SendRefundNotice(transactions, letters, mailer, clock),
        new TellOfFailedRefund(alert),
        new QueueWebhooks(webhooksKept(settings), clock),
        new SendWebhook(
            transactions,
            webhookSender,
            seal,
            clock,
            () -> ThreadLocalRandom.current().nextDouble()),
        new TellOfDisabledWebhook(alert),
        new SendResetLink(register, toPeople, mailer, clock),
        new SendSignInNotice(register, toPeople, mailer, clock),
        new SendTokenNotice(register, toPeople, mailer, clock),
        new SendInvitation(register, toPeople, mailer, alert, clock));
  }

  private static Duration webhooksKept(Settings settings) {
    return Duration.ofDays(settings.webhooks().keepDays());
  }

  private static Destinations destinations(Settings settings) {
    var webhooks = settings.webhooks();
    return new Destinations(webhooks.allowHttp(), webhooks.ports(), webhooks.networks());
  }

  private static AnalyticsSink analytics(Settings settings) {
    var url = settings.analytics();
    return url == null ? new LogAnalytics() : new HttpAnalytics(url);
  }

  public Settings settings() {
    return settings;
  }

  public Clock clock() {
    return clock;
  }

  public Relay relay() {
    return relay;
  }

  public Transactions transactions() {
    return relay.transactions();
  }

  public Router router() {
    return router;
  }

  public MailTransport mail() {
    return mail;
  }

  public Tenancy tenancy() {
    return tenancy;
  }

  public TokenUse tokenUse() {
    return tokenUse;
  }

  public Members members() {
    return members;
  }

  public SignIn signIn() {
    return signIn;
  }

  public ResetPassword resetPassword() {
    return resetPassword;
  }

  public Enrolment enrolment() {
    return enrolment;
  }

  public AuditChains auditChains() {
    return auditChains;
  }

  public AddClient addClient() {
    return addClient;
  }

  public ChangeClient changeClient() {
    return changeClient;
  }

  public RefundPayment refundPayment() {
    return refundPayment;
  }

  public KeepDraft keepDraft() {
    return keepDraft;
  }

  public CreateInvoice createInvoice() {
    return createInvoice;
  }

  public ProcessPayment processPayment() {
    return processPayment;
  }

  public GeneratePdf generatePdf() {
    return generatePdf;
  }

  public Webhooks webhooks() {
    return webhooks;
  }

  /** What this node may let pass. */
  public Portions portions() {
    return portions;
  }

  public Schedule schedule() {
    return schedule;
  }

  public Database database() {
    return database;
  }

  /** Lets what runs finish, then closes the database. */
  @Override
  public void close() {
    schedule.close();
    tokenUse.close();
    relay.close();
    webhookSender.close();
    database.close();
  }
}
