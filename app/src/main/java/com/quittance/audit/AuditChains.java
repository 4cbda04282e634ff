package com.quittance.audit;

import com.quittance.audit.OperatorActed.Stage;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chains of all tenants and the operators', for operators. */
public final class AuditChains {

  private static final Logger LOG = LoggerFactory.getLogger(AuditChains.class);
  private static final int PAGE = 1_000;

  private final Transactions transactions;
  private final Router router;
  private final Clock clock;

  public AuditChains(Transactions transactions, Router router, Clock clock) {
    this.transactions = transactions;
    this.router = router;
    this.clock = clock;
  }

  /** The operators' own first. */
  public List<UUID> all() {
    var chains = new ArrayList<>(List.of(AuditLog.OPERATORS));
    router.tenants().forEach(place -> chains.add(place.tenant().value()));
    return chains;
  }

  /** Where they end now; an empty chain has no head. */
  public List<AuditHead> heads(List<UUID> chains) {
    return chains.stream()
        .flatMap(c -> transactions.in(reading(c), tx -> new AuditLog(tx).head()).stream())
        .toList();
  }

  /**
   * Tells the log where each chain ends. Logs are kept elsewhere: what was told there cannot be
   * taken back by whoever can write to the database.
   *
   * @return how many
   */
  public int publish() {
    var heads = heads(all());
    heads.forEach(head -> LOG.info("{}{}", Anchors.LOGGED, Anchors.line(head)));
    return heads.size();
  }

  /**
   * @param published heads that were kept elsewhere, of any chain
   */
  public Verification.Result verify(UUID chain, List<AuditHead> published) {
    return transactions.in(
        reading(chain), tx -> Verification.of(tx, new Tenants(tx).exists(), published));
  }

  /** All entries of a chain in their order, a page in a transaction. */
  public void read(UUID chain, Consumer<AuditEntry> reader) {
    var seq = 0L;
    List<AuditEntry> page;
    do {
      var from = seq;
      page = transactions.in(reading(chain), tx -> new AuditLog(tx).after(from, PAGE));
      page.forEach(reader);
      seq = page.isEmpty() ? seq : page.getLast().seq();
    } while (page.size() == PAGE);
  }

  /**
   * Writes down that an operator is about to do something.
   *
   * @param tenant whom it concerns; null, or one that does not exist: the operators' own chain
   * @return to be told how it ended
   */
  public Consumer<Stage> began(
      @Nullable UUID tenant, String operator, String verb, Map<String, String> arguments) {
    var chain = tenant != null && exists(tenant) ? tenant : AuditLog.OPERATORS;
    var scope = Scope.of(chain, "operator:" + operator, UuidV7.from(clock)).from("cli");
    Consumer<Stage> tell =
        stage ->
            transactions.run(
                scope, tx -> tx.announce(new OperatorActed(chain, verb, arguments, stage)));
    tell.accept(Stage.BEGAN);
    return tell;
  }

  private boolean exists(UUID tenant) {
    return transactions.in(reading(tenant), tx -> new Tenants(tx).exists());
  }

  private Scope reading(UUID chain) {
    return Scope.of(chain, "operator", UuidV7.from(clock));
  }
}
