package com.quittance.fuzz;

import com.quittance.billing.infrastructure.stripe.Signed;
import com.quittance.fuzz.Call.Pair;
import com.quittance.http.Browser;
import com.quittance.http.Doors;
import com.quittance.http.Http.Answer;
import com.quittance.injection.PictureSeeds;
import com.quittance.isolation.Belongings;
import com.quittance.openapi.Operation;
import com.quittance.people.Phone;
import com.quittance.people.Staff;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Role;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A company to ask about, with one of everything, and what its document leaves unsaid: the table to
 * look into when an operation never succeeds.
 */
final class Ground {

  /** Of these names, one of these texts, where the schema would take others that we do not. */
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry("currency", List.of("XOF", "XOF", "XOF", "XOF", "EUR", "TND")),
          Map.entry("time_zone", List.of("Africa/Dakar", "Europe/Paris", "Africa/Abidjan")),
          Map.entry(
              "numbering_pattern", List.of("F-{year}-{number:4}", "{number:1}", "É{number:9}")),
          Map.entry("quantity", List.of("1", "2.5", "0.000001", "999", "007")),
          Map.entry("tax_rate", List.of("18", "0", "5.5", "100", "19.6000")),
          Map.entry("discount", List.of("0", "10", "33.3333")),
          Map.entry("locale", List.of("fr", "en", "fr-SN", "en-GB")),
          Map.entry("listeners", List.of("SendInvoiceNotification", "GenerateInvoicePdf")),
          Map.entry("If-Match", List.of("*", "*, *", "W/\"x\", *")),
          Map.entry("If-None-Match", List.of("\"0\"", "W/\"1\"", "\"a\", \"b\"")),
          Map.entry("present", List.of(Staff.PASSWORD)),
          Map.entry("password", List.of("une pirogue verte à Saint-Louis")));

  /** What a member of an operation's body is set to when it is to succeed. */
  private final Map<String, Function<Random, Map<String, String>>> needs =
      Map.of(
          "signIn", _ -> Map.of("email", somebody().email(), "password", Staff.PASSWORD),
          "resetPassword", random -> Map.of("secret", link(random)),
          "beginSecondFactor", _ -> Map.of("password", Staff.PASSWORD),
          "confirmSecondFactor", _ -> Map.of("code", phone().code()),
          "renewRecoveryCodes", _ -> passwordAndCode(),
          "removeSecondFactor", _ -> passwordAndCode());

  /** What is done before an operation, that it can succeed. */
  private final Map<String, Runnable> before =
      Map.of(
          "getLogo", this::logo,
          "addWebhookEndpoint", this::noEndpoints,
          "endOtherSessions", this::signedInElsewhere,
          "confirmSecondFactor", this::begun,
          "renewRecoveryCodes", this::enrolled,
          "removeSecondFactor", this::enrolled);

  private final Doors doors;
  private final Belongings things;
  private final String token;
  private final Map<String, List<Pair>> pages = new HashMap<>();
  private @Nullable Membership person;
  private @Nullable Browser browser;
  private @Nullable Phone phone;

  Ground(Doors doors) {
    this.doors = doors;
    this.things = new Belongings(doors);
    this.token = String.valueOf(things.http().token());
  }

  /** A text that goes by this name; null when any will do. */
  @Nullable String text(String name, Random random) {
    var words = WORDS.get(name);
    if (words != null) {
      return words.get(random.nextInt(words.size()));
    }
    var kind = name.replaceFirst("_id$", "s");
    if (things.has(kind) && !kind.equals(name)) {
      return things.id(kind);
    }
    return switch (name) {
      case "tenant_id" -> things.staff().tenant().id().toString();
      case "url" ->
          "https://hooks.example/%x?a=é".formatted(random.nextInt()).replace("é", "%C3%A9");
      case "email", "accountant_email", "admin_email" ->
          "p%x@b.example".formatted(random.nextLong());
      default -> null;
    };
  }

  private void logo() {
    var logo = BodyPublishers.ofByteArray(file("image/png"));
    things
        .http()
        .send("PUT", "/api/v1/tenant/logo", logo, Map.of("Content-Type", "image/png"))
        .is(204);
  }

  /** A company may have only so many. */
  private void noEndpoints() {
    var all = things.http().get("/api/v1/webhook-endpoints?limit=100").is(200).json().path("data");
    for (var endpoint : all) {
      var path = "/api/v1/webhook-endpoints/" + endpoint.path("id").asString();
      things.http().send("DELETE", path, BodyPublishers.noBody(), Map.of()).is(204);
    }
    things.used("webhook-endpoints");
  }

  /** The path with ids of what is there. */
  String path(Operation operation) {
    before.getOrDefault(operation.id(), () -> {}).run();
    var path = operation.path();
    for (var kind : operation.kinds()) {
      path = path.replaceFirst("\\{\\w+}", id(kind));
    }
    return path;
  }

  private String id(String kind) {
    if (kind.equals("sessions")) {
      browser();
      return things.staff().signedIn(person).get("/api/v1/session").is(200).id();
    }
    return things.id(kind);
  }

  /** Whatever this changed may be no more what it was. */
  private void changed(Operation operation) {
    if (operation.needs().equals("somebody signed in")) {
      browser = null;
    }
    operation.kinds().forEach(things::used);
  }

  /** Who asks, for what takes one. */
  List<Pair> who(Operation operation, Random random) {
    if (operation.isOpen()) {
      return List.of();
    }
    if (!operation.needs().equals("somebody signed in") && random.nextInt(8) > 0) {
      return List.of(new Pair("Authorization", "Bearer " + token));
    }
    var shown = new ArrayList<Pair>();
    browser().headers().forEach((name, value) -> shown.add(new Pair(name, value)));
    return shown;
  }

  void needed(Operation operation, ObjectNode body, Random random) {
    needs.getOrDefault(operation.id(), _ -> Map.of()).apply(random).forEach(body::put);
  }

  /** A body of a kind that has no schema. */
  byte[] file(String mediaType) {
    return switch (mediaType) {
      case "image/png" -> PictureSeeds.plain("png");
      case "image/jpeg" -> PictureSeeds.plain("jpeg");
      case "text/csv" ->
          "name;email\nAwa;awa@b.example\nB;nowhere\n".getBytes(StandardCharsets.UTF_8);
      default -> throw new AssertionError("Ground has no " + mediaType);
    };
  }

  /** A message of the gateway's about nothing that we know. */
  byte[] message(Random random) {
    var id = new UUID(random.nextLong(), random.nextLong());
    var text =
        random.nextBoolean()
            ? Signed.succeeded("evt_" + id, "pi_" + id, random.nextInt(1_000), "xof")
            : Signed.failed("evt_" + id, "pi_" + id, "insufficient_funds");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  String signature(byte[] body) {
    var now = doors.house().clock().instant();
    return Signed.at(now, new String(body, StandardCharsets.UTF_8)).signature();
  }

  private void signedInElsewhere() {
    browser();
    things.staff().signedIn(person);
  }

  private void begun() {
    phone = Phone.begun(doors.house(), anew());
  }

  private void enrolled() {
    phone = Phone.enrolled(doors.house(), anew());
  }

  private Phone phone() {
    return Objects.requireNonNull(phone);
  }

  private Map<String, String> passwordAndCode() {
    return Map.of("password", Staff.PASSWORD, "code", phone().recoveryCodes().getFirst());
  }

  /** Somebody else from now on. */
  private Browser anew() {
    browser = null;
    return browser();
  }

  /** What somebody is sent to choose a password by. */
  private String link(Random random) {
    var secret = "%043x".formatted(random.nextLong() >>> 1);
    doors
        .house()
        .sql()
        .sql(
            """
            insert into password_link (hash, person_id, kind, job_id, expires_at)
            values (sha256(convert_to(?, 'UTF8')), ?, 'reset', gen_random_uuid(), now() + interval '9 years')
            """)
        .params(secret, somebody().person().value())
        .update();
    return secret;
  }

  private Membership somebody() {
    var member = things.staff().hire(Role.OWNER);
    things.staff().password(member);
    return member;
  }

  private Browser browser() {
    if (browser == null) {
      person = somebody();
      browser = things.staff().signedIn(person);
    }
    return browser;
  }

  /** What is used up by a call, and where a list goes on. */
  void learn(Call call, Answer answer) {
    if (answer.status() >= 300 || call.method().equals("HEAD")) {
      return;
    }
    if (!call.method().equals("GET")) {
      changed(call.operation());
    } else if (answer.header("Content-Type").equals(Call.JSON)) {
      var next = answer.json().path("next_cursor");
      if (next.isString()) {
        var on = new ArrayList<>(call.query());
        on.removeIf(pair -> pair.name().equals("cursor"));
        on.add(new Pair("cursor", URLEncoder.encode(next.asString(), StandardCharsets.UTF_8)));
        pages.put(call.operation().id(), on);
      }
    }
  }

  /** Where a list goes on that was asked for; null when none does. */
  @Nullable List<Pair> page(Operation operation) {
    return pages.get(operation.id());
  }
}
