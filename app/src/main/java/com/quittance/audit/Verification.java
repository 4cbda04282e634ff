package com.quittance.audit;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a chain is what was written: each entry by its hash, the chain against the events
 * it tells of, and against heads that were published.
 */
public final class Verification {

  /** More are not told: one broken link says enough. */
  private static final int MOST_FINDINGS = 100;

  private static final int PAGE = 1_000;

  /**
   * Something that is not as it was written.
   *
   * @param seq where in the chain; null: not at one place
   */
  public record Finding(@Nullable Long seq, String what) {}

  /**
   * @param head where the chain ends; null when it is empty
   */
  public record Result(UUID chain, long entries, @Nullable AuditHead head, List<Finding> findings) {
    public boolean isSound() {
      return findings.isEmpty();
    }
  }

  /**
   * Each event against the entry that tells of it. What was announced before the chain began is in
   * none. No event is ever deleted, so one that is not stored was taken out.
   */
  private static final String EVENTS =
      """
      with told as (
        select seq, at, actor, request, action, version, event_id,
          case when pg_input_is_valid(details, 'jsonb') then details::jsonb end as details,
          count(*) over (partition by event_id) as times
        from audit_entry where tenant_id = :chain and event_id is not null
      ), stored as (
        select * from relay.event where tenant_id = :chain and not starts_with(type, 'job:')
      ), since as (
        select coalesce((select at from audit_entry where tenant_id = :chain and seq = 1),
                        '-infinity') as beginning
      )
      select t.seq, case
          when t.event_id is null then 'of event ' || e.id || ' there is no entry'
          when t.times > 1 then 'event ' || t.event_id || ' is told ' || t.times || ' times'
          when e.id is null then 'event ' || t.event_id || ' is not stored'
          else 'event ' || t.event_id || ' is stored otherwise'
        end as what
      from told t full join stored e on e.id = t.event_id, since
      where t.times > 1
        or t.event_id is null and e.occurred_at >= since.beginning
        or e.id is null
        or e.id is not null and t.event_id is not null
          and (t.at, t.actor, t.request, t.action, t.version, t.details)
            is distinct from
              (e.occurred_at, e.actor, e.correlation_id, e.type, e.version, e.payload)
      order by t.seq nulls last, what limit :most
      """;

  private final List<Finding> findings = new ArrayList<>();
  private final Map<Long, List<AuditHead>> anchors = new HashMap<>();
  private final Tx tx;
  private long seq;
  private @Nullable AuditHead head;

  private Verification(Tx tx, List<AuditHead> published) {
    this.tx = tx;
    published.stream()
        .filter(anchor -> anchor.tenant().equals(tx.tenant()))
        .forEach(a -> anchors.computeIfAbsent(a.seq(), _ -> new ArrayList<>()).add(a));
  }

  /**
   * Of the transaction's tenant.
   *
   * @param exists whether there is such a tenant: its chain has a beginning
   * @param published heads that were kept elsewhere; those of other chains are passed over
   */
  public static Result of(Tx tx, boolean exists, List<AuditHead> published) {
    var verification = new Verification(tx, published);
    var entries = verification.walk();
    if (exists && entries == 0) {
      verification.found(null, "the chain is empty");
    }
    verification.events();
    var findings = verification.findings;
    return new Result(
        tx.tenant(),
        entries,
        verification.head,
        List.copyOf(findings.subList(0, Math.min(MOST_FINDINGS, findings.size()))));
  }

  private long walk() {
    var log = new AuditLog(tx);
    var entries = 0L;
    var previous = AuditEntry.BEGINNING;
    List<AuditEntry> page;
    do {
      page = log.after(seq, PAGE);
      for (var entry : page) {
        look(entry, previous);
        previous = entry.hash();
        entries++;
      }
    } while (page.size() == PAGE);
    anchors.forEach(
        (at, heads) ->
            found(null, "entry %d was published at %s and is gone", at, heads.getFirst().at()));
    return entries;
  }

  private void look(AuditEntry entry, String previous) {
    if (entry.seq() != seq + 1) {
      found(entry.seq(), "%d entries before it are gone", entry.seq() - seq - 1);
    }
    seq = entry.seq();
    if (!entry.hashAfter(previous).equals(entry.hash())) {
      found(seq, "it or the one before is not as it was written");
    }
    for (var anchor : anchors.getOrDefault(seq, List.of())) {
      if (!anchor.hash().equals(entry.hash())) {
        found(seq, "it was published at %s with another hash", anchor.at());
      }
    }
    anchors.remove(seq);
    head = new AuditHead(entry.tenant(), seq, entry.hash(), entry.at());
  }

  private void events() {
    var otherwise =
        Sql.on(tx)
            .sql(EVENTS)
            .param("chain", tx.tenant())
            .param("most", MOST_FINDINGS)
            .query((row, _) -> new Finding(row.getObject("seq", Long.class), row.getString("what")))
            .list();
    findings.addAll(otherwise);
  }

  private void found(@Nullable Long at, String what, Object... values) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(new Finding(at, what.formatted(values)));
    }
  }
}
