package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.FirstQuery.Found;
import com.quittance.relay.sql.Sql;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a transaction begins and ends with costs no round trips of its own. */
class RoundTripsTest {

  private static final String NOTES =
      """
      create table note (text text primary key, at timestamptz);
      grant insert on note to quittance_app
      """;

  private final TestBed bed = new TestBed();
  private final List<String> prepared = new ArrayList<>();
  private final Transactions transactions =
      bed.keep(
              Relay.builder(Fact.map().on("ordered", 1, Ordered.class, new Told<Ordered>("Told")))
                  .application(listenedTo(bed.application))
                  .engine(bed.engine)
                  .clock(bed.clock)
                  .steppedTime()
                  .build())
          .transactions();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void aFirstQuerySeesTheTenantsRowsAndNoOthers() {
    var own = bed.scope();
    var other = Scope.of(UuidV7.from(Clock.systemUTC()), "test", own.correlation());
    transactions.run(own, tx -> tx.announce(new Ordered("own")));
    transactions.run(other, tx -> tx.announce(new Ordered("other"), new Ordered("another")));

    var count = query("select count(*) from relay.event", row -> row.getLong(1));
    assertThat(found(own, count)).contains(1L);
    assertThat(found(other, count)).contains(2L);
  }

  @Test
  void aFirstQueryIsSentWithTheTenantInOneMessage() {
    var scope = bed.scope();
    var sum =
        new FirstQuery<>(
            "sum",
            "select ?::int + ?::int, current_setting('app.tenant_id')",
            List.of(19, 23),
            row -> row.getInt(1) + " of " + row.getString(2));

    prepared.clear();
    var answer =
        transactions.<String, String>in(
            scope,
            sum,
            (tx, found) -> {
              assertThat(prepared).hasSize(1);
              tx.announce(new Ordered("a"));
              return found.row().orElseThrow();
            });

    assertThat(answer).isEqualTo("42 of " + scope.tenant());
    assertThat(bed.count("relay.event")).isOne();
  }

  @Test
  void aFirstQueryAnswersNoMoreThanOneRowOrTheTransactionDoesNothing() {
    assertThat(found(bed.scope(), query("select 1 where false", row -> row.getInt(1)))).isEmpty();
    assertThatThrownBy(
            () ->
                transactions.<Integer, Boolean>in(
                    bed.scope(),
                    query("select * from generate_series(1, 2)", row -> row.getInt(1)),
                    (tx, found) -> {
                      tx.announce(new Ordered("never"));
                      return found.locked();
                    }))
        .isInstanceOf(UncheckedSqlException.class)
        .hasStackTraceContaining("expected one row");
    assertThat(bed.count("relay.event")).isZero();
  }

  @Test
  void aFirstQueryThatIsAChangeIsRefusedAndUndone() {
    bed.execute(NOTES);
    var change = query("insert into note values ('never')", row -> row.getInt(1));

    assertThatThrownBy(() -> found(bed.scope(), change))
        .isInstanceOf(UncheckedSqlException.class)
        .hasStackTraceContaining("expected a query");
    assertThat(bed.count("note")).isZero();
  }

  @Test
  void aFirstQueryFindsNothingWhileAnotherTransactionHasItsLock() {
    var one = query("select 1", row -> row.getInt(1));
    var other = new FirstQuery<>("another lock", one.sql(), one.parameters(), one.row());
    var scope = bed.scope();
    transactions.<Integer, Boolean>in(
        scope,
        one,
        (tx, found) -> {
          assertThat(found).isEqualTo(one.in(tx)).isEqualTo(new Found<>(true, Optional.of(1)));
          transactions.run(
              scope,
              second -> {
                assertThat(one.in(second)).isEqualTo(new Found<>(false, Optional.empty()));
                assertThat(other.in(second).locked()).isTrue();
              });
          return true;
        });
    assertThat(found(scope, one)).contains(1);
  }

  private static <A> FirstQuery<A> query(String sql, Sql.Row<A> row) {
    return new FirstQuery<>("a lock", sql, List.of(), row);
  }

  private <A> Optional<A> found(Scope scope, FirstQuery<A> query) {
    return transactions.<A, Optional<A>>in(scope, query, (_, found) -> found.row());
  }

  @Test
  void whatIsForTheEndIsInTheStatementOfTheEvents() {
    bed.execute(NOTES);
    transactions.run(
        bed.scope(),
        tx -> {
          tx.atEnd("insert into note values (?, ?)", "first", null);
          tx.atEnd("insert into note values (?, ?)", "second", Instant.EPOCH);
          tx.announce(new Ordered("a"));
          assertThat(bed.count("note")).isZero();
          prepared.clear();
        });

    assertThat(prepared).singleElement().asString().doesNotContain(";");
    assertThat(bed.count("note where at is null or at = 'epoch'")).isEqualTo(2);
    assertThat(bed.count("relay.event")).isOne();
    transactions.run(bed.scope(), tx -> tx.atEnd("insert into note values ('alone')"));
    assertThat(bed.count("note")).isEqualTo(3);
  }

  @Test
  void whatIsForTheEndIsAlsoWrittenWithEventsThatWait() {
    bed.execute(NOTES);
    transactions.run(
        bed.scope(),
        tx -> {
          tx.atEnd("insert into note values (?, ?)", "beside", Instant.EPOCH);
          tx.announceAt(bed.clock.instant().plusSeconds(60), new Ordered("later"));
        });

    assertThat(bed.count("note where text = 'beside' and at = 'epoch'")).isOne();
    assertThat(
            bed.count(
                "relay.delivery d join relay.event e on e.id = d.event_id"
                    + " where d.available_at > e.occurred_at"))
        .isOne();
  }

  @Test
  void onlyAChangeCanBeForTheEnd() {
    bed.execute(NOTES);
    transactions.run(bed.scope(), tx -> tx.atEnd(" INSERT INTO note values ('kept')"));
    for (var other : List.of("select pg_notify('a', 'b')", "inserted", "", "truncate note")) {
      assertThatThrownBy(() -> transactions.run(bed.scope(), tx -> tx.atEnd(other)))
          .as(other)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(bed.count("note")).isOne();
  }

  @Test
  void whatIsRefusedAtTheEndUndoesAll() {
    bed.execute(NOTES);
    assertThatThrownBy(
            () ->
                transactions.run(
                    bed.scope(),
                    tx -> {
                      tx.announce(new Ordered("never"));
                      tx.atEnd("insert into note values (?)", "twice");
                      tx.atEnd("insert into note values (?)", "twice");
                    }))
        .isInstanceOf(UncheckedSqlException.class);
    assertThat(bed.count("relay.event")).isZero();
    assertThat(bed.count("note")).isZero();
  }

  /** Keeps the text of each statement. */
  private DataSource listenedTo(DataSource source) {
    return proxy(DataSource.class, source);
  }

  private <T> T proxy(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                prepared.add((String) arguments[0]);
              }
              try {
                var result = method.invoke(target, arguments);
                return method.getName().equals("getConnection")
                    ? proxy(Connection.class, result)
                    : result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }
}
