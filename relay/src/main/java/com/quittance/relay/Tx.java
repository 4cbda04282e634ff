package com.quittance.relay;

import com.quittance.relay.event.Announcement;
import com.quittance.relay.sql.Fragment;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of one tenant. Made by {@link Transactions} only, so that nothing is stored and
 * nothing announced outside one. Used by one thread.
 */
public final class Tx {

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final Pattern CHANGE =
      Pattern.compile("\\s*(insert|update|delete)\\s", Pattern.CASE_INSENSITIVE);

  private final Connection connection;
  private final Scope scope;
  private final Clock clock;
  private final List<Announcement> announced = new ArrayList<>();
  private final List<Fragment> atEnd = new ArrayList<>();

  Tx(Connection connection, Scope scope, Clock clock) {
    this.connection = connection;
    this.scope = scope;
    this.clock = clock;
  }

  /** For the stores of the application. Neither commit nor close it. */
  public Connection connection() {
    return connection;
  }

  public UUID tenant() {
    return scope.tenant();
  }

  public Scope scope() {
    return scope;
  }

  /**
   * These events happened if and only if the transaction commits; their listeners follow. They are
   * written at commit, in this order, by one statement.
   */
  public void announce(Object... events) {
    announce(Arrays.asList(events));
  }

  public void announce(Collection<?> events) {
    events.forEach(event -> announced.add(Announcement.of(event)));
  }

  /**
   * These events happened as well, but their listeners wait until then. One that is past is now.
   *
   * @param when by the database's clock, in the year 9999 at the latest
   */
  public void announceAt(Instant when, Object... events) {
    if (when.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "announced for %s, expected %s at most".formatted(when, LATEST));
    }
    for (var event : events) {
      announced.add(new Announcement(event, when, null, false));
    }
  }

  /**
   * Announces events whose deliveries belong together, and one more whose listeners start when all
   * of those are done or given up. {@link Relay#batches()} tells how many of each.
   *
   * @return the batch
   */
  public UUID announceBatch(Collection<?> events, Object whenDone) {
    var batch = UuidV7.from(clock);
    events.forEach(event -> announced.add(new Announcement(event, null, batch, false)));
    announced.add(new Announcement(whenDone, null, batch, true));
    return batch;
  }

  /**
   * A change for the end of the transaction, for whose result nobody waits: it is part of the
   * statement that writes the events, and costs no round trip of its own unless there are none.
   *
   * @param sql an insert, update or delete without a semicolon, with question marks for its
   *     parameters. In no order with others that are for the end, blind to what they change, and
   *     alone in changing its rows
   * @param parameters in their order; an {@link Instant} becomes a timestamptz
   * @throws IllegalArgumentException when it begins like another statement: PostgreSQL would not
   *     run a select there
   */
  public void atEnd(String sql, @Nullable Object... parameters) {
    if (!CHANGE.matcher(sql).lookingAt()) {
      throw new IllegalArgumentException(
          "at the end: %s, expected an insert, update or delete".formatted(sql));
    }
    atEnd.add(Fragment.of(sql, parameters));
  }

  List<Fragment> atEnd() {
    return atEnd;
  }

  List<Announcement> announced() {
    return announced;
  }
}
