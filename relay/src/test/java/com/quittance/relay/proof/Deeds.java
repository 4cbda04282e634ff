package com.quittance.relay.proof;

import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What the workers do, and what each leaves behind: an effect inside, an effect outside. */
final class Deeds {

  /** Losing the database is a failed attempt of whoever needed it: no reason to give up here. */
  private static final Retry PATIENT = Retry.tries(100, Duration.ofMillis(100));

  private Deeds() {}

  /** Acts outside, then inside the transaction that completes it. */
  record Exact(Supplier<Transactions> transactions) implements Listener<Parcel> {
    @Override
    public void handle(Parcel parcel, Attempt attempt) {
      work(5);
      transactions.get().run(attempt.scope(), tx -> write(tx, "outside", parcel, attempt));
      work(5);
      attempt.complete(
          tx -> {
            write(tx, "effect", parcel, attempt);
            work(3);
          });
    }

    @Override
    public Retry retry() {
      return PATIENT;
    }
  }

  /** Acts outside; its completion is written with that of others. */
  record Batched(Supplier<Transactions> transactions) implements Listener<Parcel> {
    @Override
    public void handle(Parcel parcel, Attempt attempt) {
      work(5);
      transactions.get().run(attempt.scope(), tx -> write(tx, "outside", parcel, attempt));
      work(5);
    }

    @Override
    public Retry retry() {
      return PATIENT;
    }
  }

  /** What is hopeless is given up, and that is told exactly once; the rest succeeds at last. */
  record Doomed() implements Listener<Parcel.Damaged>, GivesUp<Parcel.Damaged> {
    @Override
    public void handle(Parcel.Damaged parcel, Attempt attempt) {
      work(5);
      if (parcel.hopeless() || attempt.number() == 1) {
        throw new IllegalStateException("damaged");
      }
      attempt.complete(tx -> write(tx, "effect", parcel, attempt));
    }

    @Override
    public void gaveUp(Parcel.Damaged parcel, Attempt attempt, String error) {
      attempt.complete(tx -> write(tx, "effect", parcel, attempt));
    }

    @Override
    public Retry retry() {
      return Retry.tries(12, Duration.ofMillis(20));
    }
  }

  /** Ends its process at once, as the kernel does when memory runs out. */
  record Halting() implements Listener<Parcel> {
    @Override
    public void handle(Parcel parcel, Attempt attempt) {
      Runtime.getRuntime().halt(137);
    }

    @Override
    public Retry retry() {
      return PATIENT;
    }
  }

  /** Does not end, however often it is interrupted. */
  record Deaf() implements Listener<Parcel> {
    @Override
    public void handle(Parcel parcel, Attempt attempt) {
      var deaf = parcel.name();
      while (!deaf.isEmpty()) {
        LockSupport.parkNanos(5_000_000);
        var _ = Thread.interrupted();
      }
    }

    @Override
    public Retry retry() {
      return Retry.tries(1);
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(2);
    }
  }

  private static void write(Tx tx, String table, Parcel parcel, Attempt attempt)
      throws SQLException {
    try (var insert =
        tx.connection().prepareStatement("insert into " + table + " values (?, ?, ?)")) {
      insert.setObject(1, tx.tenant());
      insert.setString(2, parcel.name());
      insert.setObject(3, attempt.job());
      insert.executeUpdate();
    }
  }

  /** Takes up to so long, so that whatever happens hits it at any point; stops for nobody. */
  private static void work(int millis) {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(millis * 1_000_000L));
    var _ = Thread.interrupted(); // who is told that it comes too late tries to write all the same
  }
}
