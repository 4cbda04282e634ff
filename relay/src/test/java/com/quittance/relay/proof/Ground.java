package com.quittance.relay.proof;

import com.quittance.postgres.Database;
import com.quittance.postgres.EmbeddedPostgres;
import com.quittance.postgres.ScratchDatabases;
import com.quittance.relay.Relay;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.Scope;
import com.quittance.relay.TestBed;
import com.quittance.relay.Transactions;
import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.UuidV7;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A database in which things are proven: announces into it, asks it. Never works itself. */
final class Ground implements AutoCloseable {

  /** A delivery is in one of three places; there is no other, at no moment. */
  private static final String ASTRAY =
      """
      with expected as (
        select coalesce(sum(case type when 'plain' then 2 else 1 end), 0) as all from relay.event
      ), waiting as (
        select count(*) filter (where listener not like '%.gaveUp') as own,
               count(*) filter (where listener like '%.gaveUp') as told from relay.delivery
      ), done as (
        select count(*) filter (where listener not like '%.gaveUp') as own,
               count(*) filter (where listener like '%.gaveUp') as told
        from relay.attempt where outcome = 'completed'
      ), failed as (
        select count(*) as own, count(*) filter (where listener = 'Doomed') as told
        from relay.failed_job
      )
      select abs(expected.all - waiting.own - done.own - failed.own)
           + abs(failed.told - waiting.told - done.told)
      from expected, waiting, done, failed
      """;

  private final Database database;
  private final Database admin;
  private final Pools pools;
  private final Relay relay;
  private final UUID tenant = UuidV7.from(Clock.systemUTC());
  private final boolean scratch;
  private int announced;

  private Ground(Database database, Database admin, boolean scratch) {
    this.database = database;
    this.admin = admin;
    this.scratch = scratch;
    this.pools = new Pools(database, "ground", 4);
    this.relay =
        Relay.builder(Parcel.map(this::transactions))
            .application(pools.application())
            .engine(pools.engine())
            .settings(RelaySettings.defaults())
            .build();
    execute("create table outside (like effect)");
    execute("grant insert on outside to quittance_app");
  }

  /** On the server all tests share. */
  static Ground shared() {
    var database = ScratchDatabases.template("relay_template", TestBed::migrate);
    return new Ground(database, ScratchDatabases.asAdmin(database), true);
  }

  /** On a server of its own, which may be broken. */
  static Ground on(EmbeddedPostgres server) {
    var database = new Database(server.jdbcUrl(), server.user(), server.password());
    TestBed.migrate(database);
    var admin = new Database(server.jdbcUrl(), server.adminUser(), server.adminPassword());
    return new Ground(database, admin, false);
  }

  Database database() {
    return database;
  }

  Relay relay() {
    return relay;
  }

  private Transactions transactions() {
    return relay.transactions();
  }

  /** Of twenty deliveries one is of a damaged parcel, half of those hopeless. */
  void announceDeliveries(int deliveries, Random random) {
    var parcels = new ArrayList<Parcel>();
    for (int left = deliveries;
        left > 0;
        left -= parcels.getLast() instanceof Parcel.Plain ? 2 : 1) {
      var name = "p" + announced++;
      parcels.add(
          left == 1 || random.nextInt(20) == 0
              ? new Parcel.Damaged(name, random.nextBoolean())
              : new Parcel.Plain(name));
    }
    announce(parcels);
  }

  /** Whether the announcement was acknowledged; if not, nobody knows whether it is stored. */
  boolean isAcknowledged(Collection<? extends Parcel> parcels) {
    try {
      announce(parcels);
      return true;
    } catch (UncheckedSqlException refused) {
      return false;
    }
  }

  void announce(Collection<? extends Parcel> parcels) {
    var scope = Scope.of(tenant, "proof", UuidV7.from(Clock.systemUTC()));
    relay.transactions().run(scope, tx -> tx.announce(parcels));
  }

  /** Deliveries in no place, or in two. Read in one snapshot, so it may be asked at any time. */
  long astray() {
    return number(ASTRAY);
  }

  long waiting() {
    return count("relay.delivery");
  }

  long heldBy(WorkerProcess worker) {
    return count(
        "relay.delivery d join relay.node n on n.id = d.owner where n.name = '%s'"
            .formatted(worker.node()));
  }

  long count(String from) {
    return number("select count(*) from " + from);
  }

  long number(String sql) {
    return Long.parseLong(list(sql).getFirst());
  }

  /** The first column, as superuser. */
  List<String> list(String sql) {
    try (var connection = admin.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  void execute(String sql) {
    try (var connection = admin.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  @Override
  public void close() {
    relay.close();
    pools.close();
    if (scratch) {
      ScratchDatabases.drop(database);
    }
  }
}
