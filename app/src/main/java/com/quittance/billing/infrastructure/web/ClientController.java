package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.AddClient;
import com.quittance.billing.application.ChangeClient;
import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.database.Slice;
import com.quittance.http.Caller;
import com.quittance.http.EntityTag;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Those who are billed. */
@RestController
@RequestMapping(path = "/api/v1/clients", produces = MediaType.APPLICATION_JSON_VALUE)
public final class ClientController {

  static final String LOCALE = "fr or en, with or without a country";
  private static final Set<String> LANGUAGES = Set.of("fr", "en");

  private final Transactions transactions;
  private final Idempotency idempotency;
  private final AddClient addClient;
  private final ChangeClient changeClient;

  public ClientController(
      Transactions transactions,
      Idempotency idempotency,
      AddClient addClient,
      ChangeClient changeClient) {
    this.changeClient = changeClient;
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.addClient = addClient;
  }

  /** The published JSON. A change here is a change of the API. */
  record ClientJson(
      UUID id,
      String name,
      String email,
      @Nullable String address,
      @Nullable String taxId,
      String locale,
      Instant createdAt) {

    static ClientJson of(Client client) {
      return new ClientJson(
          client.id().value(),
          client.name(),
          client.email(),
          client.address(),
          client.taxId(),
          client.locale().toLanguageTag(),
          client.createdAt());
    }
  }

  @PostMapping
  @Needs(Ability.CLIENTS_WRITE)
  ResponseEntity<byte[]> add(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var scope = caller.scope();
    var body = JsonBody.bytes(http);
    var request = request(JsonBody.of(http, body));
    return idempotency.once(
        scope,
        http,
        body,
        tx -> {
          var client = addClient.add(tx, request);
          return Answer.created("/api/v1/clients/" + client.id(), ClientJson.of(client));
        });
  }

  @GetMapping
  @Needs(Ability.CLIENTS_READ)
  Page<ClientJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var most = Page.limit(http.getParameter("limit"));
    var search = ClientQuery.read(http);
    return Page.of(
        Slice.of(
            transactions.in(caller.scope(), tx -> new Clients(tx).page(search, most + 1)), most),
        last -> ClientQuery.cursor(search, last),
        shown -> shown.stream().map(ClientJson::of).toList());
  }

  @GetMapping("/{id}")
  @Needs(Ability.CLIENTS_READ)
  ResponseEntity<ClientJson> get(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var scope = caller.scope();
    var client = new ClientId(Page.id(id, "client"));
    var found = known(() -> transactions.in(scope, tx -> new Clients(tx).get(client)));
    var tag = new EntityTag(found.version());
    return tag.isKnownTo(http)
        ? ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag.text()).build()
        : answer(found);
  }

  /** What is left out stays; null takes away what need not be there. After RFC 7396. */
  @PatchMapping("/{id}")
  @Needs(Ability.CLIENTS_WRITE)
  ResponseEntity<ClientJson> change(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var scope = caller.scope();
    var client = new ClientId(Page.id(id, "client"));
    var change = change(JsonBody.of(http));
    return answer(
        known(
            () ->
                changeClient.change(
                    scope,
                    client,
                    before -> {
                      new EntityTag(before.version()).mustBeKnownTo(http);
                      return change.apply(before);
                    })));
  }

  private static ResponseEntity<ClientJson> answer(Client client) {
    return ResponseEntity.ok()
        .eTag(new EntityTag(client.version()).text())
        .body(ClientJson.of(client));
  }

  private static Client known(Supplier<Client> asked) {
    try {
      return asked.get();
    } catch (Refused unknown) {
      // Without its cause, which would be answered in its place: what is wrong is the path.
      throw Problem.of(Type.NOT_FOUND, "There is no such client.");
    }
  }

  private static UnaryOperator<Client> change(JsonBody body) {
    var name = body.mentions("name") ? body.line("name", 200) : null;
    var email = body.mentions("email") ? address(body) : null;
    var locale =
        body.mentions("locale") ? body.required("locale", LOCALE, ClientController::locale) : null;
    var hasAddress = body.mentions("address");
    var address = body.optionalText("address", 500);
    var hasTaxId = body.mentions("tax_id");
    var taxId = body.optionalLine("tax_id", 50);
    body.end().check();
    return before ->
        new Client(
            before.id(),
            Objects.requireNonNullElse(name, before.name()),
            Objects.requireNonNullElse(email, before.email()),
            hasAddress ? address : before.address(),
            hasTaxId ? taxId : before.taxId(),
            Objects.requireNonNullElse(locale, before.locale()),
            before.createdAt(),
            before.version());
  }

  static AddClient.Request request(JsonBody body) {
    var request =
        new AddClient.Request(
            body.line("name", 200),
            address(body),
            body.optionalText("address", 500),
            body.optionalLine("tax_id", 50),
            body.optional("locale", LOCALE, ClientController::locale));
    body.end().check();
    return request;
  }

  private static String address(JsonBody body) {
    var email =
        body.required(
            "email",
            "one e-mail address such as awa@example.com",
            text -> Mailbox.of(text).address());
    return email == null ? "" : email;
  }

  static Locale locale(String text) {
    if (!text.matches("[a-z]{2}(-[A-Z]{2})?") || !LANGUAGES.contains(text.substring(0, 2))) {
      throw new IllegalArgumentException("a language we write letters in");
    }
    return Locale.forLanguageTag(text);
  }
}
