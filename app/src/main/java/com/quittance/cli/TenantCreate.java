package com.quittance.cli;

import com.quittance.House;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.money.Money;
import com.quittance.tenancy.Tenancy.NewTenant;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
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

  @Option(names = "--currency", defaultValue = "XOF", description = "ISO 4217; ${DEFAULT-VALUE}.")
  private String currency;

  @Option(names = "--timezone", paramLabel = "ZONE", description = "Such as Africa/Dakar.")
  private @Nullable String timeZone;

  @Option(names = "--locale", defaultValue = "fr", description = "fr or en; ${DEFAULT-VALUE}.")
  private String locale;

  @Option(names = "--address", description = "As printed on its invoices.")
  private @Nullable String address;

  @Option(names = "--tax-id", description = "Its tax number.")
  private @Nullable String taxId;

  @Option(names = "--register-id", description = "Its trade register number.")
  private @Nullable String registerId;

  @Mixin private JsonOption json;

  @Override
  int run(House house, PrintWriter out) {
    if (name.isBlank() || name.length() > 200) {
      return refuse("--name is \"%s\": expected 1 to 200 characters.".formatted(name));
    }
    NewTenant request;
    try {
      request =
          new NewTenant(
              name.strip(),
              Mailbox.of(email).address(),
              Money.zero(Currency.getInstance(currency)).currency(),
              timeZone == null ? house.settings().timeZone() : ZoneId.of(timeZone),
              language(),
              address,
              taxId,
              registerId);
    } catch (DateTimeException wrong) {
      return refuse(
          "--timezone is \"%s\": expected a zone such as Africa/Dakar.".formatted(timeZone));
    } catch (IllegalArgumentException wrong) {
      return refuse(
          "--email is \"%s\", --currency is \"%s\", --locale is \"%s\": expected one e-mail address, an ISO 4217 code such as XOF, and fr or en."
              .formatted(email, currency, locale));
    }
    var tenant = house.tenancy().createTenant(request);
    if (json.isSet()) {
      Json.print(out, Map.of("id", tenant.id().toString()));
    } else {
      out.printf("Tenant %s is %s.%n", tenant.legalName(), tenant.id());
    }
    return ExitCode.DONE;
  }

  private Locale language() {
    if (!locale.matches("(fr|en)(-[A-Z]{2})?")) {
      throw new IllegalArgumentException("a language we write letters in");
    }
    return Locale.forLanguageTag(locale);
  }
}
