package com.quittance;

import static java.util.Map.entry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.quittance.audit.AuditController;
import com.quittance.billing.application.ChangeTenant;
import com.quittance.billing.infrastructure.stripe.StripeSignature;
import com.quittance.billing.infrastructure.stripe.StripeWebhookController;
import com.quittance.billing.infrastructure.web.BulkInvoiceController;
import com.quittance.billing.infrastructure.web.ClientController;
import com.quittance.billing.infrastructure.web.ClientImportController;
import com.quittance.billing.infrastructure.web.DraftController;
import com.quittance.billing.infrastructure.web.ExportController;
import com.quittance.billing.infrastructure.web.InvoiceController;
import com.quittance.billing.infrastructure.web.LogoController;
import com.quittance.billing.infrastructure.web.NotificationController;
import com.quittance.billing.infrastructure.web.PaymentController;
import com.quittance.billing.infrastructure.web.RefundController;
import com.quittance.billing.infrastructure.web.Refusals;
import com.quittance.billing.infrastructure.web.TenantController;
import com.quittance.history.EventController;
import com.quittance.history.History;
import com.quittance.http.AcceptedTypes;
import com.quittance.http.BodyFilter;
import com.quittance.http.BodyMemory;
import com.quittance.http.CannotListen;
import com.quittance.http.Connections;
import com.quittance.http.ContainerErrors;
import com.quittance.http.CrossOriginFilter;
import com.quittance.http.Dispatcher;
import com.quittance.http.DoorFilter;
import com.quittance.http.Guard;
import com.quittance.http.HealthController;
import com.quittance.http.LogFilter;
import com.quittance.http.Problems;
import com.quittance.http.Proxies;
import com.quittance.http.Route;
import com.quittance.http.SecurityHeaders;
import com.quittance.http.TokenFilter;
import com.quittance.idempotency.Idempotency;
import com.quittance.limits.Bulkhead;
import com.quittance.limits.NowhereLimits;
import com.quittance.limits.RateLimits;
import com.quittance.limits.StrangersFilter;
import com.quittance.openapi.DocsController;
import com.quittance.openapi.OpenApiController;
import com.quittance.openapi.OpenApiDocument;
import com.quittance.openapi.QueryGuard;
import com.quittance.people.Cookies;
import com.quittance.people.KnownBrowserFilter;
import com.quittance.people.MemberController;
import com.quittance.people.MemberProblems;
import com.quittance.people.OwnPages;
import com.quittance.people.ResetController;
import com.quittance.people.ResetPage;
import com.quittance.people.SecondFactorController;
import com.quittance.people.SessionController;
import com.quittance.people.SessionFilter;
import com.quittance.people.TokenController;
import com.quittance.webhook.DeliveryController;
import com.quittance.webhook.WebhookController;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.catalina.core.StandardHost;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The house's HTTP doors. Spring serves them and knows no more of the house. */
public final class WebServer implements AutoCloseable {

  /** As many as a header can hold; nobody reads them, but the container fails at more. */
  private static final int MOST_LOCALES = 4_096;

  /** What Tomcat keeps of one whose request has begun and not ended. */
  private static final int BYTES_OF_CONNECTION = 48 << 10;

  private final ConfigurableApplicationContext context;
  private final String host;

  private WebServer(ConfigurableApplicationContext context, String address) {
    this.context = context;
    this.host = address.equals("0.0.0.0") || address.equals("::") ? "localhost" : address;
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(exclude = ErrorMvcAutoConfiguration.class) // we have errors of our own
  static class Doors {}

  public static WebServer start(House house) {
    var http = house.settings().http();
    var spring = new SpringApplication(Doors.class);
    spring.setBannerMode(Banner.Mode.OFF);
    spring.setLogStartupInfo(false);
    spring.setRegisterShutdownHook(false);
    spring.setDefaultProperties(
        Map.ofEntries(
            entry("server.address", http.address()),
            entry("server.port", http.port()),
            entry("server.shutdown", "graceful"),
            // Whose word about that counts is ours to know; on some platforms it would be
            // anybody's.
            entry("server.forward-headers-strategy", "none"),
            entry("server.server-header", ""),
            // Bodies are read by the BodyFilter, or not at all.
            entry("server.tomcat.max-swallow-size", "0B"),
            entry("server.tomcat.connection-timeout", "20s"),
            entry("server.tomcat.max-connections", mostConnections()),
            entry("server.tomcat.keep-alive-timeout", "60s"),
            // Tomcat would hang up after a hundred requests; a busy caller keeps its connection.
            entry("server.tomcat.max-keep-alive-requests", 10_000),
            entry("spring.servlet.multipart.enabled", false),
            entry("spring.mvc.formcontent.filter.enabled", false), // it would read bodies first
            // The listeners' virtual threads share a thread per core and give it up only when they
            // wait: a request among them would queue behind every PDF that is being painted.
            entry("spring.threads.virtual.enabled", false),
            entry("spring.web.resources.add-mappings", false),
            entry("spring.jmx.enabled", false),
            entry("spring.main.log-startup-info", false),
            entry("logging.level.org.springframework.web.servlet.PageNotFound", "error")));
    spring.addInitializers(context -> register((GenericApplicationContext) context, house));
    try {
      return new WebServer(spring.run(), http.address());
    } catch (RuntimeException failed) {
      if (isTaken(failed)) {
        throw CannotListen.taken(http, failed);
      }
      throw failed;
    }
  }

  /** Headers that never end are held in buffers: an eighth of what memory there can be. */
  private static int mostConnections() {
    var fit = Runtime.getRuntime().maxMemory() / 8 / BYTES_OF_CONNECTION;
    return (int) Math.clamp(fit, 256, 8_192);
  }

  private static WebMvcConfigurer negotiation() {
    return new WebMvcConfigurer() {
      @Override
      public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(new AcceptedTypes()));
      }
    };
  }

  private static boolean isTaken(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof PortInUseException || isTaken(failure.getCause()));
  }

  private static void register(GenericApplicationContext context, House house) {
    var transactions = house.transactions();
    context.registerBean(JsonMapper.class, WebServer::json);
    context.registerBean("dispatcherServlet", Dispatcher.class, Dispatcher::new);
    context.registerBean(Problems.class, Problems::new);
    context.registerBean(Refusals.class, Refusals::new);
    context.registerBean(WebMvcConfigurer.class, WebServer::negotiation);
    var limits = new RateLimits(house.settings().limits(), house.portions());
    registerInterceptor(context, "limits", limits); // before the guard: they count its refusals too
    context.registerBean(NowhereLimits.class, () -> new NowhereLimits(limits));
    registerInterceptor(context, "guard", new Guard());
    var document = new OpenApiDocument();
    registerInterceptor(context, "query", new QueryGuard(document));
    var memory = BodyMemory.ofThisProcess();
    var bulkhead = Bulkhead.ofThisProcess(memory);
    registerInterceptor(context, "bulkhead", bulkhead); // behind who refuses
    context.registerBean(Bulkhead.class, () -> bulkhead);
    context.registerBean(
        HealthController.class, () -> new HealthController(house.database().router()));
    registerApi(context, house, new Idempotency(transactions, json(), house.clock()));
    registerSessions(context, house);
    context.registerBean(StripeWebhookController.class, () -> stripe(house));
    context.registerBean(OpenApiController.class, () -> new OpenApiController(document));
    context.registerBean(DocsController.class, DocsController::new);
    var http = house.settings().http();
    var headers = new SecurityHeaders(http.publicUrl());
    var door = new DoorFilter(new Proxies(http.proxies()), headers, house.clock());
    registerFilter(context, "door", door, 0, "/*");
    registerFilter(context, "body", new BodyFilter(memory), 1, "/*");
    registerFilter(context, "origin", new CrossOriginFilter(http.origins()), 2, "/api/*");
    registerFilter(context, "strangers", new StrangersFilter(limits), 3, "/api/*");
    var tokens =
        new TokenFilter(house.router(), house.tokenUse(), SessionController.OPEN, house.clock());
    registerFilter(context, "token", tokens, 5, "/api/*");
    registerFilter(context, "log", new LogFilter(), 6, "/api/*");
    context.registerBean(
        "container", WebServerFactoryCustomizer.class, () -> container(headers, house.clock()));
  }

  private static void registerApi(
      GenericApplicationContext context, House house, Idempotency idempotency) {
    var transactions = house.transactions();
    context.registerBean(
        ClientController.class,
        () ->
            new ClientController(
                transactions, idempotency, house.addClient(), house.changeClient()));
    context.registerBean(
        ClientImportController.class,
        () -> new ClientImportController(idempotency, house.addClient()));
    context.registerBean(
        ExportController.class, () -> new ExportController(transactions, house.clock()));
    context.registerBean(
        InvoiceController.class,
        () ->
            new InvoiceController(
                transactions,
                idempotency,
                house.createInvoice(),
                house.generatePdf(),
                house.clock()));
    context.registerBean(
        DraftController.class,
        () -> new DraftController(transactions, idempotency, house.keepDraft()));
    context.registerBean(
        BulkInvoiceController.class,
        () -> new BulkInvoiceController(idempotency, house.createInvoice()));
    context.registerBean(
        RefundController.class,
        () -> new RefundController(transactions, idempotency, house.refundPayment()));
    context.registerBean(
        PaymentController.class,
        () -> new PaymentController(transactions, idempotency, house.processPayment()));
    context.registerBean(
        WebhookController.class, () -> new WebhookController(house.webhooks(), idempotency));
    context.registerBean(
        DeliveryController.class,
        () -> new DeliveryController(transactions, house.webhooks(), idempotency));
    context.registerBean(
        TenantController.class,
        () -> new TenantController(new ChangeTenant(transactions, house.clock())));
    context.registerBean(
        NotificationController.class,
        () -> new NotificationController(transactions, house.clock()));
    var history = new History(house.relay(), transactions);
    context.registerBean(EventController.class, () -> new EventController(history, idempotency));
    context.registerBean(
        com.quittance.history.DeliveryController.class,
        () -> new com.quittance.history.DeliveryController(history, idempotency));
    context.registerBean(LogoController.class, () -> new LogoController(transactions));
    context.registerBean(AuditController.class, () -> new AuditController(transactions));
    context.registerBean(
        MemberController.class, () -> new MemberController(house.members(), idempotency));
    context.registerBean(
        TokenController.class, () -> new TokenController(transactions, house.tenancy()));
    context.registerBean(MemberProblems.class, MemberProblems::new);
  }

  private static void registerSessions(GenericApplicationContext context, House house) {
    var url = house.settings().http().publicUrl();
    var people = house.database().people();
    var cookies = new Cookies(url);
    var ownPages = new OwnPages(url);
    context.registerBean(
        SessionController.class,
        () ->
            new SessionController(
                house.signIn(), people, house.router(), cookies, ownPages, house.clock()));
    context.registerBean(
        ResetController.class, () -> new ResetController(house.resetPassword(), ownPages));
    context.registerBean(ResetPage.class, ResetPage::new);
    context.registerBean(
        SecondFactorController.class, () -> new SecondFactorController(house.enrolment()));
    var sessions = new SessionFilter(people, house.router(), cookies, ownPages, house.clock());
    registerFilter(context, "session", sessions, 4, "/api/*");
    var browsers = new KnownBrowserFilter(people, cookies, house.clock());
    registerFilter(context, "browser", browsers, 4, "/api/v1/session");
  }

  private static StripeWebhookController stripe(House house) {
    var settings = house.settings().stripe();
    return new StripeWebhookController(
        settings.webhookSecret() == null
            ? null
            : new StripeSignature(settings.webhookSecrets(), house.clock()),
        settings.live(),
        house.router(),
        house.processPayment(),
        house.clock());
  }

  private static void registerInterceptor(
      GenericApplicationContext context, String name, HandlerInterceptor interceptor) {
    context.registerBean(
        name, MappedInterceptor.class, () -> new MappedInterceptor(null, interceptor));
  }

  private static void registerFilter(
      GenericApplicationContext context, String name, Filter filter, int order, String pattern) {
    context.registerBean(
        name,
        FilterRegistrationBean.class,
        () -> {
          var registration = new FilterRegistrationBean<>(filter);
          registration.setOrder(order);
          registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
          registration.addUrlPatterns(pattern);
          return registration;
        });
  }

  private static WebServerFactoryCustomizer<TomcatServletWebServerFactory> container(
      SecurityHeaders headers, Clock clock) {
    return tomcat -> {
      tomcat.addConnectorCustomizers(connector -> connector.setMaxLocaleCount(MOST_LOCALES));
      tomcat.addContextCustomizers(
          context -> {
            var host = (StandardHost) context.getParent();
            Connections.on(host);
            ContainerErrors.on(host, headers, clock);
          });
    };
  }

  private static JsonMapper json() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
        .build();
  }

  /** The port that was asked for, or the free one that was found. */
  public int port() {
    return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
  }

  public String url() {
    return "http://%s:%d".formatted(host, port());
  }

  /** All that can be asked. */
  public List<Route> routes() {
    return Route.all(context.getBean(RequestMappingHandlerMapping.class));
  }

  /** Lets requests under way finish. */
  @Override
  public void close() {
    context.close();
  }
}
