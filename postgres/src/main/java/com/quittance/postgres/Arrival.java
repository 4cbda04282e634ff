package com.quittance.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides, under the folder's lock, whether to make, join, repair or start a server. */
record Arrival(Home home, Cluster cluster, Postmaster postmaster) {
  private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);
  private static final Duration RECOVERY = Duration.ofMinutes(5);

  record Arrived(Credentials credentials, boolean started) {}

  Arrived arrive() throws IOException {
    if (home.isEmpty()) {
      return new Arrived(first(), true);
    }
    var credentials =
        Credentials.read(home.folder())
            .orElseThrow(
                () ->
                    new PostgresFailed(
                        "%s is missing: put it back from a backup, without it nobody can enter the database."
                            .formatted(home.folder().resolve(Credentials.FILE))));
    if (postmaster.isRunning()) {
      if (answers(credentials)) {
        return new Arrived(credentials, false);
      }
      LOG.warn("PostgreSQL in {} does not answer; restarting it", home.folder());
      postmaster.stopBroken();
    }
    return new Arrived(start(credentials), true);
  }

  private Credentials first() throws IOException {
    LOG.info("Making a PostgreSQL {} database in {}", Binaries.VERSION, home.folder());
    var credentials = Credentials.generate();
    credentials.write(home.folder());
    cluster.make(credentials);
    return start(credentials);
  }

  private boolean answers(Credentials credentials) {
    var silence = cluster.options().silence();
    var begun = System.nanoTime();
    while (postmaster.isRunning()) {
      var waited = Duration.ofNanos(System.nanoTime() - begun);
      switch (Sessions.ask(credentials, silence)) {
        case READY -> {
          return true;
        }
        case WRONG_PASSWORD ->
            throw new PostgresFailed(
                "The passwords in %s do not fit the PostgreSQL that runs there: put back the file that belongs to it."
                    .formatted(home.folder().resolve(Credentials.FILE)));
        case BUSY -> {
          if (waited.compareTo(RECOVERY) > 0) {
            return false;
          }
        }
        case SILENT -> {
          if (waited.compareTo(silence) > 0) {
            return false;
          }
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return false;
  }

  /** On the port it had, or on another when somebody took that. */
  private Credentials start(Credentials wanted) throws IOException {
    postmaster.clearStalePid();
    var credentials = wanted;
    for (var turn = 0; turn < 5; turn++) {
      cluster.configure(credentials);
      var told = postmaster.start();
      if (told.worked()) {
        return credentials;
      }
      if (!told.output().contains("Address already in use")) {
        throw new PostgresFailed(
            "PostgreSQL did not start in %s: %s (its log: %s)."
                .formatted(home.folder(), told.reason(), home.log()));
      }
      credentials = credentials.onAnotherPort();
      credentials.write(home.folder());
    }
    throw new PostgresFailed("No free port on 127.0.0.1 for PostgreSQL: close some programs.");
  }
}
