package com.quittance.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL runs. It refuses to run as root, so root lends it another identity.
 *
 * @param prefix the words before each of its commands
 * @param uid the owner of its files
 */
record Account(List<String> prefix, int uid) {
  private static final int NOBODY = 65534;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static Account current() {
    var me = uidOf(Path.of("/proc/self"));
    return me == 0 ? besideRoot() : new Account(List.of(), me);
  }

  /**
   * In a user namespace of its own the server believes to be nobody while its files stay root's;
   * where namespaces are forbidden it becomes nobody in earnest and is given its files.
   */
  private static Account besideRoot() {
    var candidates =
        List.of(
            new Account(List.of("unshare", "--user"), 0),
            new Account(
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), NOBODY),
            new Account(List.of("runuser", "-u", "nobody", "--"), NOBODY));
    return candidates.stream()
        .filter(Account::works)
        .findFirst()
        .orElseThrow(
            () ->
                new PostgresFailed(
                    "PostgreSQL refuses to run as root and none of unshare, setpriv and runuser"
                        + " works here: run Quittance as another user."));
  }

  private boolean works() {
    var id = Command.run(command(List.of("id", "-u")), Path.of("/"), PATIENCE);
    return id.worked() && !id.lastLine().equals("0");
  }

  List<String> command(List<String> words) {
    var all = new ArrayList<>(prefix);
    all.addAll(words);
    return all;
  }

  /** Whether the server's files belong to somebody other than the caller. */
  boolean isSomebodyElse() {
    return uid == NOBODY;
  }

  /** Makes sure that the server can reach its folder at all. */
  void mustEnter(Path folder) {
    var test = List.of("test", "-x", folder.toString());
    if (isSomebodyElse() && !Command.run(command(test), Path.of("/"), PATIENCE).worked()) {
      throw new PostgresFailed(
          "PostgreSQL refuses to run as root and user nobody may not enter %s: run Quittance as another user or choose a data folder outside of private folders."
              .formatted(folder));
    }
  }

  /** Gives one file or folder to the server. */
  void own(Path path) throws IOException {
    if (uidOf(path) != uid) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Gives a whole tree to the server, when its root is not the server's already. */
  void ownTree(Path root) throws IOException {
    if (uidOf(root) == uid) {
      return;
    }
    try (var tree = Files.walk(root)) {
      for (var path : tree.toList().reversed()) {
        own(path);
      }
    }
  }

  private static int uidOf(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
