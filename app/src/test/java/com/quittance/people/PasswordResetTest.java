package com.quittance.people;

import static com.quittance.people.MailedLinks.part;
import static com.quittance.people.MailedLinks.secret;
import static com.quittance.people.MailedLinks.subject;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Browser;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Membership;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A forgotten password, from the request over the mail to the new one. */
class PasswordResetTest {

  private static final String ASK = "/api/v1/password-reset";
  private static final String CONFIRM = ASK + "/confirm";
  private static final String SESSION = "/api/v1/session";
  private static final String WANTED = "trois oiseaux dans un jardin";
  private static final String NOBODY = "nobody@nowhere.example";

  @TempDir static Path folder;
  private static TestHouse house;
  private static WebServer server;
  private static Http http;
  private Membership awa;

  @BeforeAll
  static void open() {
    house = TestHouse.open(folder, Map.of("QUITTANCE_PUBLIC_URL", MailedLinks.SERVER));
    server = WebServer.start(house.house());
    http = new Http(server.port(), null);
  }

  @AfterAll
  static void close() {
    server.close();
    house.close();
  }

  @BeforeEach
  void hire() {
    awa = MailedLinks.person(house);
  }

  private static Answer ask(String email) {
    return http.post(ASK, "{\"email\": \"%s\"}".formatted(email));
  }

  private static Answer confirm(String secret, String password) {
    return http.post(
        CONFIRM, "{\"secret\": \"%s\", \"password\": \"%s\"}".formatted(secret, password));
  }

  private String mailed() {
    ask(awa.email()).is(202);
    return secret(house);
  }

  private static Browser browser() {
    return Browser.on(server.port());
  }

  @Test
  void whoForgotTheirPasswordGetsALinkAndChoosesAnother() throws Exception {
    var before = browser();
    before.signIn(awa.email(), Staff.PASSWORD).is(200);

    assertThat(ask(awa.email().toUpperCase()).is(202).body()).isEmpty();
    house.work();
    var mail = house.takeMails().getFirst();

    assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly(awa.email());
    assertThat(mail.getMessageID()).endsWith(".password-reset@localhost>");
    assertThat(subject(mail)).isEqualTo("Choisissez un nouveau mot de passe");
    assertThat(part(mail, 0)).contains(awa.email(), "30 minutes", "/reset?lang=fr#");
    var chosen = confirm(secret(mail), WANTED).is(204);
    assertThat(Browser.setCookies(chosen)).isEmpty();
    before.get(SESSION).is(Type.TOKEN_MISSING);
    browser().signIn(awa.email(), Staff.PASSWORD).is(Type.CREDENTIALS_INVALID);
    browser().signIn(awa.email(), WANTED).is(200);

    house.work();
    var notice = house.takeMails().getFirst();
    assertThat(subject(notice)).isEqualTo("Votre mot de passe a été modifié");
    assertThat(notice.getAllRecipients()[0]).hasToString(awa.email());
    assertThat(part(notice, 0)).contains(MailedLinks.SERVER + "/reset?lang=fr\n");
  }

  /** Nothing that a request does depends on whose the address is. */
  @Test
  void nobodyLearnsWhoIsThere() {
    var known = ask(awa.email()).is(202);
    var before = counted();
    var unknown = ask(NOBODY);
    var after = counted();
    assertThat(unknown.withoutRequestId()).isEqualTo(known.withoutRequestId());
    assertThat(unknown.headers().keySet()).isEqualTo(known.headers().keySet());
    assertThat(after).isEqualTo(before.stream().map(n -> n + 1).toList());
    house.work();
    assertThat(house.takeMails()).hasSize(1);
    assertThat(house.outcomes("SendResetLink")).doesNotContain("failed", "retried");
  }

  private static List<Long> counted() {
    return List.of(
        house.count("password_reset"), house.count("relay.event"), house.count("relay.delivery"));
  }

  @Test
  void aSecondFactorStaysInForceAndItsHolderIsToldOfIt() {
    var browser = browser();
    browser.signIn(awa.email(), Staff.PASSWORD).is(200);
    var phone = Phone.enrolled(house, browser);
    house.work();
    assertThat(house.takeMails())
        .extracting(MailedLinks::subject)
        .containsExactly("La connexion demande désormais un code");

    confirm(mailed(), WANTED).is(204);

    browser().signIn(awa.email(), WANTED).is(Type.SECOND_FACTOR_REQUIRED);
    browser().signIn(awa.email(), WANTED, phone.next()).is(200);
  }

  @Test
  void aLinkIsGoodOnceAlsoInARace() {
    var secret = mailed();
    var statuses = Doors.atOnce(6, () -> confirm(secret, WANTED).status());
    assertThat(statuses).containsOnly(204, 422).containsOnlyOnce(204);
    confirm(secret, "un autre jardin sans oiseaux").is(Type.RESET_INVALID);
    browser().signIn(awa.email(), WANTED).is(200);
  }

  @Test
  void aLinkIsGoodForHalfAnHour() {
    var secret = mailed();
    house.advance(PasswordLinks.Kind.RESET.life().minusSeconds(1));
    confirm(secret, "1234567890").is(Type.VALIDATION, "/password");
    house.advance(Duration.ofSeconds(1));
    confirm(secret, WANTED).is(Type.RESET_INVALID);
  }

  @Test
  void aNewerLinkEndsTheOlder() {
    var older = mailed();
    house.advance(PasswordResets.PAUSE);
    var newer = mailed();
    confirm(older, WANTED).is(Type.RESET_INVALID);
    confirm(newer, WANTED).is(204);
  }

  @Test
  void whatIsWrongWithALinkIsNotTold() {
    var used = mailed();
    confirm(used, WANTED).is(204);
    var answer = confirm(used, WANTED).is(Type.RESET_INVALID).withoutRequestId();
    for (var other : List.of("A".repeat(43), "x", "' or 1=1 --", awa.person().toString())) {
      assertThat(confirm(other, WANTED).withoutRequestId()).isEqualTo(answer);
    }
    http.post(CONFIRM, "{}").is(Type.VALIDATION, "/secret", "/password");
    ask("nobody").is(Type.VALIDATION, "/email");
  }

  /** Whoever asks says themselves whom they believe to talk to. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: billing.example.evil.example",
        "Host: billing.example\r\nX-Forwarded-Host: evil.example",
        "Host: billing.example\r\nForwarded: host=evil.example",
        "Host: billing.example\r\nX-Original-URL: http://evil.example/",
      })
  void noHeaderSaysWhereLinksLead(String headers) throws IOException {
    var body = "{\"email\": \"%s\"}".formatted(awa.email());
    var request =
        "POST %s HTTP/1.1\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(ASK, headers, body.length(), body);
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 202");
    }
    house.work();
    var mail = house.takeMails().getFirst();
    assertThat(part(mail, 0) + part(mail, 1)).doesNotContain("evil").contains(MailedLinks.SERVER);
    confirm(secret(mail), WANTED).is(204);
  }

  @Test
  void strangersFillNobodysMailbox() {
    var body = "{\"email\": \"%s\"}".formatted(awa.email());
    var json = Map.of("Content-Type", "application/json");
    var answers = new HashSet<String>();
    for (var minute = 0; minute < 60; minute += 5) {
      for (var network = 1; network <= 3; network++) {
        var from = "127.0.%d.%d".formatted(minute + 1, network);
        var answer = http.from(from, "POST", ASK, BodyPublishers.ofString(body), json);
        answers.add(answer.withoutRequestId());
      }
      house.work();
      house.advance(Duration.ofMinutes(5));
    }
    assertThat(answers).as("the asker is not told").hasSize(1);
    var mails = house.takeMails();
    assertThat(mails).hasSize(4);
    confirm(secret(mails.getLast()), WANTED).is(204);
  }

  /** A link that was used is no link that is on its way. */
  @Test
  void whoForgetsItAgainAtOnceGetsAnotherLink() {
    confirm(mailed(), "encore un mot de passe perdu").is(204);
    house.work();
    house.takeMails();
    confirm(mailed(), WANTED).is(204);
  }

  @Test
  void askedAtTheSameTimeOneMailIsSent() {
    assertThat(Doors.atOnce(8, () -> ask(awa.email()).status())).containsOnly(202);
    house.work();
    assertThat(house.takeMails()).hasSize(1);
  }

  @Test
  void theSecretIsInTheMailAlone() {
    var told = new ListAppender<ILoggingEvent>();
    told.start();
    var log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var level = log.getLevel();
    log.setLevel(Level.DEBUG);
    log.addAppender(told);
    String secret;
    try {
      secret = mailed();
      assertThat(stored()).anyMatch(row -> row.contains(awa.email()));
      assertThat(stored()).noneMatch(row -> row.contains(secret));
      confirm(secret, WANTED).is(204);
    } finally {
      log.detachAppender(told);
      log.setLevel(level);
    }
    assertThat(stored()).noneMatch(row -> row.contains(secret) || row.contains(WANTED));
    var lines =
        told.list.stream()
            .filter(event -> !event.getLoggerName().startsWith("com.icegreen")) // the mail server
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    assertThat(lines).anyMatch(line -> line.contains(CONFIRM));
    assertThat(lines).noneMatch(line -> line.contains(secret) || line.contains(WANTED));
  }

  /** Every row of every table, as text. */
  private static List<String> stored() {
    var tables =
        house
            .sql()
            .sql(
                "select schemaname || '.' || tablename from pg_tables"
                    + " where schemaname in ('public', 'relay')")
            .query(String.class)
            .list();
    return tables.stream()
        .flatMap(
            table ->
                house
                    .sql()
                    .sql("select t::text from %s t".formatted(table))
                    .query(String.class)
                    .list()
                    .stream())
        .filter(Objects::nonNull)
        .toList();
  }

  @Test
  void itIsInTheOperatorsLogWithoutTheAddress() {
    confirm(mailed(), WANTED).is(204);
    var entries =
        house
            .sql()
            .sql(
                """
                select action || ' ' || actor || ' ' || details from audit_entry
                where tenant_id = ? and details like '%' || ? || '%' order by seq
                """)
            .params(Register.NO_COMPANY, awa.person().toString())
            .query(String.class)
            .list();
    assertThat(entries).hasSize(3); // the first password is an operator's
    assertThat(entries.get(1)).startsWith("PasswordResetRequested listener:SendResetLink");
    assertThat(entries.get(2)).startsWith("PasswordChanged person:" + awa.person());
    assertThat(entries.toString()).doesNotContain(awa.email());
    assertThat(
            house
                .sql()
                .sql("select count(*) from relay.event where payload::text like ?")
                .param("%" + awa.email() + "%")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void whoeverChangesThePasswordEndsTheLinkAndTheyAreTold() {
    var secret = mailed();
    browser().signIn(awa.email(), Staff.PASSWORD).is(200);
    assertThat(devices()).isEqualTo(1);
    house.house().signIn().setPassword(MailedLinks.nobodys(house), awa.email(), WANTED);
    confirm(secret, "un autre jardin sans oiseaux").is(Type.RESET_INVALID);
    assertThat(devices()).as("of no browser is known whose it is").isZero();
    house.work();
    assertThat(house.takeMails())
        .singleElement()
        .satisfies(mail -> assertThat(subject(mail)).contains("a été modifié"));
  }

  private long devices() {
    return house
        .sql()
        .sql("select count(*) from known_device where person_id = ?")
        .param(awa.person().value())
        .query(Long.class)
        .single();
  }

  @Test
  void anotherSiteAsksForNothingAndChoosesNothing() {
    var secret = mailed();
    var elsewhere = browser().with("Sec-Fetch-Site", "cross-site");
    elsewhere.post(ASK, "{\"email\": \"%s\"}".formatted(awa.email())).is(Type.CROSS_SITE);
    elsewhere
        .post(CONFIRM, "{\"secret\": \"%s\", \"password\": \"%s\"}".formatted(secret, WANTED))
        .is(Type.CROSS_SITE);
    confirm(secret, WANTED).is(204);
  }

  @Test
  void whatIsOverIsForgotten() {
    mailed();
    ask(NOBODY).is(202);
    house.advance(PasswordResets.MEMORY.plusSeconds(1));
    new Forgetting(house.house().database().people(), house.clock()).forget();
    assertThat(house.count("password_reset")).isZero();
    assertThat(house.count("password_link")).isZero();
    house.work(); // what was asked for a day ago and not answered is not answered now
    assertThat(house.takeMails()).isEmpty();
  }
}
