package com.quittance.cli;

import com.quittance.House;
import com.quittance.tenancy.Router.KnownToken;
import com.quittance.tenancy.TenantId;
import java.io.PrintWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "token:revoke", description = "Revokes a token; its next request is refused.")
final class TokenRevoke extends Verb {

  @Parameters(paramLabel = "ID", description = "The token's id.")
  private UUID id;

  @Option(names = "--tenant", paramLabel = "ID", description = "Only if it is this tenant's.")
  private @Nullable UUID tenant;

  @Override
  @Nullable UUID concerns(House house) {
    return house.router().token(id).map(known -> known.token().tenant().value()).orElse(null);
  }

  @Override
  int run(House house, PrintWriter out) {
    var token = house.router().token(id).map(KnownToken::token);
    if (token.isEmpty() || tenant != null && !token.get().tenant().equals(new TenantId(tenant))) {
      return refuse("There is no token %s.".formatted(id));
    }
    if (!house.tenancy().revokeToken(token.get().tenant(), id)) {
      return refuse("Token %s was revoked before.".formatted(id));
    }
    out.printf("Token %s is revoked.%n", id);
    return ExitCode.DONE;
  }
}
