package com.quittance.cli;

import com.quittance.House;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.TenantId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "token:create", description = "Creates a token to a tenant's data; shown once.")
final class TokenCreate extends Verb {

  @Option(names = "--tenant", required = true, paramLabel = "ID", description = "Whose data.")
  private UUID tenant;

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "What it is for.")
  private String name;

  @Option(
      names = "--abilities",
      paramLabel = "ABILITY",
      split = ",",
      defaultValue = "*",
      description = "What it may do, by commas; ${DEFAULT-VALUE} is everything.")
  private List<String> abilities;

  @Option(
      names = "--expires-in-days",
      defaultValue = "365",
      paramLabel = "DAYS",
      description = "1 to 3650; ${DEFAULT-VALUE}.")
  private int days;

  @Mixin private JsonOption json;

  @Override
  void check() {
    line("--name", name, 100);
    if (days < 1 || days > 3650) {
      throw misused("--expires-in-days is %d: expected 1 to 3650.".formatted(days));
    }
    var unknown =
        abilities.stream().filter(ability -> !Ability.codes().contains(ability)).findFirst();
    if (unknown.isPresent()) {
      throw misused(
          "--abilities has \"%s\": expected some of %s."
              .formatted(unknown.get(), String.join(", ", Ability.codes())));
    }
  }

  @Override
  @Nullable UUID concerns(House house) {
    return tenant;
  }

  @Override
  int run(House house, PrintWriter out) {
    var made =
        house
            .tenancy()
            .createToken(new TenantId(tenant), name.strip(), abilities, Duration.ofDays(days));
    if (json.isSet()) {
      var document = new LinkedHashMap<String, String>();
      document.put("id", made.token().id().toString());
      document.put("token", made.secret().text());
      document.put("expires_at", made.token().expiresAt().toString());
      Json.print(out, document);
    } else {
      out.printf(
          "Token %s, until %s. Keep it: it is not shown again.%n",
          made.token().id(), made.token().expiresAt());
      out.println(made.secret().text());
    }
    return ExitCode.DONE;
  }
}
