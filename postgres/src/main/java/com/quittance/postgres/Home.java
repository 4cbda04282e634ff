package com.quittance.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder {@code postgres} inside a data folder, and who owns what in it.
 *
 * @param folder its real path
 */
record Home(Path folder, Account account) {

  static Home in(Path dataDir) {
    return in(dataDir, Account.candidates());
  }

  /** Takes the first account that can run there. */
  static Home in(Path dataDir, List<Account> candidates) {
    try {
      for (var account : candidates) {
        Trees.make(dataDir, account.isSomebodyElse() ? "rwx--x--x" : "rwx------");
        var folder = Trees.make(dataDir.resolve("postgres"), "rwx------");
        Trees.restrict(folder, "rwx------");
        account.own(folder);
        if (account.canRunIn(folder)) {
          return new Home(folder.toRealPath(), account);
        }
      }
    } catch (IOException e) {
      throw notUsable(dataDir, e);
    }
    throw new PostgresFailed(
        "PostgreSQL refuses to run as root and none of unshare, setpriv and runuser lends it"
            + " another account here: run Quittance as another user.");
  }

  /** What went wrong with the files of a data folder, as one sentence. */
  static PostgresFailed notUsable(Path dataDir, IOException e) {
    var why =
        switch (e) {
          case AccessDeniedException _ -> "you may not write there";
          case FileAlreadyExistsException _ -> "it is, or lies below, a file and not a folder";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> e.getMessage();
        };
    return new PostgresFailed(
        "The data folder %s cannot be used (%s): choose another with QUITTANCE_DATA_DIR or --data."
            .formatted(dataDir.toAbsolutePath().normalize(), why),
        e);
  }

  Path data() {
    return folder.resolve("data");
  }

  /** The server's log; the one of long ago beside it as {@code postgres.log.old}. */
  Path log() throws IOException {
    var logs = Trees.make(folder.resolve("log"), "rwx------");
    account.own(logs);
    var log = logs.resolve("postgres.log");
    if (Files.exists(log)) {
      account.own(log);
    }
    return log;
  }

  /** Settings of the operator, read after ours. */
  Path local() {
    return folder.resolve("local.conf");
  }

  boolean isEmpty() {
    return !Files.exists(data());
  }

  /** Files of one major version cannot be read by another. */
  void mustFit() throws IOException {
    var file = data().resolve("PG_VERSION");
    var major = Files.exists(file) ? Files.readString(file).strip() : "unknown";
    if (!isEmpty() && !major.equals(Binaries.MAJOR)) {
      throw new PostgresFailed(
          ("%s was made by PostgreSQL %s and this Quittance brings %s: dump it with the Quittance"
                  + " that made it and restore into a new data folder.")
              .formatted(data(), major, Binaries.MAJOR));
    }
  }
}
