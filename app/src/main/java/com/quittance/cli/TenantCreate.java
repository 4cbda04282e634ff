package com.quittance.cli;

import com.quittance.House;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.http.PlainText;
import com.quittance.money.Money;
import com.quittance.tenancy.Tenancy.NewTenant;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "tenant:create", description = "Creates a company that bills its clients.")
final class TenantCreate extends Verb {

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its legal name.")
  private String name;

  @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "Its e-mail.")
  private String email;

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      defaultValue = "XOF",
      description = "ISO 4217; ${DEFAULT-VALUE}.")
  private String currency;

  @Option(names = "--timezone", paramLabel = "ZONE", description = "Such as Africa/Dakar.")
  private @Nullable String timeZone;

  @Option(
      names = "--locale",
      paramLabel = "TAG",
      defaultValue = "fr",
      description = "fr or en; ${DEFAULT-VALUE}.")
  private String locale;

  @Option(names = "--address", paramLabel = "TEXT", description = "As printed on its invoices.")
  private @Nullable String address;

  @Option(names = "--tax-id", paramLabel = "ID", description = "Its tax number.")
  private @Nullable String taxId;

  @Option(names = "--register-id", paramLabel = "ID", description = "Its trade register number.")
  private @Nullable String registerId;

  @Mixin private JsonOption json;

  @Override
  void check() {
    line("--name", name, 200);
    line("--tax-id", taxId, 100);
    line("--register-id", registerId, 100);
    if (address != null && !address.lines().allMatch(PlainText::isLine)) {
      throw misused("--address has control characters: expected plain text.");
    }
    request(ZoneOffset.UTC);
  }

  private NewTenant request(ZoneId usual) {
    return new NewTenant(
        name.strip(),
        read("--email", email, it -> Mailbox.of(it).address(), "one e-mail address"),
        read("--currency", currency, TenantCreate::currency, "an ISO 4217 code such as XOF"),
        timeZone == null
            ? usual
            : read("--timezone", timeZone, ZoneId::of, "a zone such as Africa/Dakar"),
        read("--locale", locale, TenantCreate::language, "fr or en"),
        address,
        taxId,
        registerId);
  }

  @Override
  int run(House house, PrintWriter out) {
    var tenant = house.tenancy().createTenant(request(house.settings().timeZone()));
    if (json.isSet()) {
      Json.print(out, Map.of("id", tenant.id().toString()));
    } else {
      out.printf("Tenant %s is %s.%n", tenant.legalName(), tenant.id());
    }
    return ExitCode.DONE;
  }

  private <T> T read(String option, String text, Function<String, T> reader, String expected) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw misused("%s is \"%s\": expected %s.".formatted(option, text, expected));
    }
  }

  /** One that money can be counted in: not the metals, not the test codes. */
  private static Currency currency(String code) {
    return Money.zero(Currency.getInstance(code)).currency();
  }

  private static Locale language(String tag) {
    if (!tag.matches("(fr|en)(-[A-Z]{2})?")) {
      throw new IllegalArgumentException("a language we write letters in");
    }
    return Locale.forLanguageTag(tag);
  }
}
