package com.quittance.people;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was tried with an account from one place, and how long that place waits for its next try. No
 * other place waits with it, so strangers cannot keep anybody out: not from elsewhere, and not from
 * the same network a browser that they have signed in with before.
 *
 * <p>A try counts as failed from its beginning until it has succeeded: many at the same time are
 * not let in beside each other.
 */
final class Attempts {

  /** Slips that cost nothing. */
  static final int FREE = 4;

  static final Duration LONGEST = Duration.ofMinutes(15);

  /** After so long, what was before is forgotten. */
  static final Duration MEMORY = Duration.ofDays(1);

  private final JdbcClient sql;

  /**
   * @param sql in the role that may see people
   */
  Attempts(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * @return how long to wait, in whole seconds; nothing when the try may be made
   */
  Optional<Duration> begin(byte[] account, String place, Instant now) {
    var failures =
        sql.sql(
                """
                insert into sign_in_attempt as a (account, place, failures, blocked_until, last_at)
                values (:account, :place, 1, :now, :now)
                on conflict (account, place) do update set
                  failures = case when a.last_at < :forgotten then 1 else a.failures + 1 end,
                  last_at = :now,
                  blocked_until = cast(:now as timestamptz) + case
                    when a.last_at < :forgotten or a.failures + 1 <= :free then interval '0'
                    else make_interval(secs => least(:longest, power(2, least(30, a.failures + 1 - :free)))) end
                where a.blocked_until <= :now
                returning failures
                """)
            .param("account", account)
            .param("place", place)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("forgotten", now.minus(MEMORY).atOffset(ZoneOffset.UTC))
            .param("free", FREE)
            .param("longest", LONGEST.toSeconds())
            .query(Integer.class)
            .optional();
    return failures.isPresent() ? Optional.empty() : Optional.of(wait(account, place, now));
  }

  private Duration wait(byte[] account, String place, Instant now) {
    return sql.sql("select blocked_until from sign_in_attempt where account = ? and place = ?")
        .params(account, place)
        .query(OffsetDateTime.class)
        .optional()
        .map(until -> Duration.ofSeconds(Duration.between(now, until.toInstant()).toSeconds() + 1))
        .filter(Duration::isPositive)
        .orElse(Duration.ofSeconds(1));
  }

  void succeeded(byte[] account, String place) {
    sql.sql("delete from sign_in_attempt where account = ? and place = ?")
        .params(account, place)
        .update();
  }

  /**
   * @param places from which the account that was tried from most was tried
   */
  record Lately(long failures, long accounts, long networks, long places) {}

  Lately since(Instant time) {
    return sql.sql(
            """
            with recent as (select account, place, failures from sign_in_attempt where last_at > ?),
              tried as (select account, count(*) as places from recent group by account)
            select coalesce(sum(failures), 0) as failures, count(distinct account) as accounts,
              count(distinct place) as networks, (select coalesce(max(places), 0) from tried) as places
            from recent
            """)
        .param(time.atOffset(ZoneOffset.UTC))
        .query(
            (row, _) ->
                new Lately(
                    row.getLong("failures"),
                    row.getLong("accounts"),
                    row.getLong("networks"),
                    row.getLong("places")))
        .single();
  }
}
