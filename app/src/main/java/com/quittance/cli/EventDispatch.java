package com.quittance.cli;

import com.quittance.House;
import com.quittance.billing.application.AnnounceAgain;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import java.io.PrintWriter;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "event:dispatch",
    description = {
      "Announces an event of an existing invoice or payment once more.",
      "Its listeners act as if it had happened now: the client may get a letter again."
    })
final class EventDispatch extends Verb {

  private static final Set<String> EVENTS =
      Set.of("InvoiceCreated", "InvoicePaid", "InvoiceOverdue", "PaymentReceived", "PaymentFailed");

  @Parameters(index = "0", paramLabel = "EVENT", description = "As event:list names it.")
  private String event;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "Of the invoice; of the payment for PaymentReceived and PaymentFailed.")
  private UUID id;

  @Option(names = "--tenant", required = true, paramLabel = "ID", description = "Whose it is.")
  private UUID tenant;

  @Option(
      names = "--reason",
      defaultValue = "unknown",
      description = "Of PaymentFailed; ${DEFAULT-VALUE}.")
  private String reason;

  @Override
  void check() {
    if (!EVENTS.contains(event)) {
      throw misused("There is no event \"%s\"; see event:list.".formatted(event));
    }
  }

  @Override
  @Nullable UUID concerns(House house) {
    return tenant;
  }

  @Override
  int run(House house, PrintWriter out) {
    var scope = Scope.of(tenant, "operator", UuidV7.from(house.clock()));
    var announce = new AnnounceAgain(house.transactions(), house.clock());
    switch (event) {
      case "InvoiceCreated" -> announce.invoiceCreated(scope, id);
      case "InvoicePaid" -> announce.invoicePaid(scope, id);
      case "InvoiceOverdue" -> announce.invoiceOverdue(scope, id);
      case "PaymentReceived" -> announce.paymentReceived(scope, id);
      case "PaymentFailed" -> announce.paymentFailed(scope, id, reason);
      default -> throw new IllegalStateException(event);
    }
    out.printf("%s is announced; its listeners follow.%n", event);
    return ExitCode.DONE;
  }
}
