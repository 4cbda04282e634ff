package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.quittance.TestHouse;
import com.quittance.billing.infrastructure.stripe.Signed;
import com.quittance.relay.LogContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Each line of the log says for which company and which request, wherever the work is done. */
@ExtendWith(Doors.Opened.class)
class LogContextTest {

  private final Doors doors;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  LogContextTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private ILoggingEvent line(String part) {
    return List.copyOf(log.list).stream()
        .filter(line -> line.getFormattedMessage().contains(part))
        .findFirst()
        .orElseThrow();
  }

  private static void isOf(ILoggingEvent line, String tenant, String request) {
    assertThat(line.getMDCPropertyMap())
        .containsEntry(LogContext.TENANT, tenant)
        .containsEntry(LogContext.CORRELATION, request);
  }

  private String payment(String intent) {
    var invoice = doors.house().createInvoice(1_000);
    return doors
        .http()
        .post(
            "/api/v1/invoices/" + invoice.id() + "/payments",
            "{\"gateway\": \"stripe\", \"amount\": 1000, \"gateway_reference\": \"%s\"}"
                .formatted(intent))
        .is(201)
        .id();
  }

  @Test
  void aGatewaysMessageIsOfThePaymentsCompany() {
    var payment = payment("pi_logged");
    var answer =
        Signed.at(
                doors.house().clock().instant(),
                Signed.succeeded("evt_logged", "pi_logged", 999, "xof"))
            .sendTo(doors.http())
            .is(200);
    isOf(
        line("What Stripe told of payment " + payment),
        doors.house().tenant().id().toString(),
        answer.header("X-Request-Id"));
  }

  @Test
  void aListenersFailureIsOfTheCompanyAndRequestThatLedToIt(@TempDir Path folder) {
    try (var house = TestHouse.open(folder)) {
      var invoice = house.createInvoice(1_000);
      house.mailDown();
      for (var attempt = 0; attempt < 3; attempt++) {
        house.work();
        house.advance(Duration.ofMinutes(20));
      }
      isOf(
          line("SendInvoiceNotification"),
          house.tenant().id().toString(),
          house
              .sql()
              .sql("select correlation_id::text from relay.event where payload->>'invoice' = ?")
              .param(invoice.id().toString())
              .query(String.class)
              .list()
              .getFirst());
    }
  }

  @Test
  void nothingIsLeftToWhateverTheThreadDoesNext() {
    var before = MDC.getCopyOfContextMap();
    try (var _ = LogContext.of(UUID.fromString("0197a000-0000-7000-8000-000000000001"), null)) {
      assertThat(MDC.get(LogContext.TENANT)).isNotNull();
    }
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(before);
  }
}
