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

  /**
   * The caller, or in place of root: itself in a user namespace of its own, where the server
   * believes to be nobody; where namespaces are forbidden, nobody in earnest, who is given the
   * files; where the folder lies inside a private one, nobody with the right to pass through.
   */
  static List<Account> candidates() {
    var me = uidOf(Path.of("/proc", Long.toString(ProcessHandle.current().pid())));
    if (me != 0) {
      return List.of(new Account(List.of(), me));
    }
    var nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    var passing = new ArrayList<>(nobody);
    passing.addAll(
        List.of(
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            "--securebits=+no_setuid_fixup"));
    return List.of(
        new Account(List.of("unshare", "--user"), 0),
        new Account(nobody, NOBODY),
        new Account(List.of("runuser", "-u", "nobody", "--"), NOBODY),
        new Account(passing, NOBODY));
  }

  /** Whether PostgreSQL could run so, with its files in that folder. */
  boolean canRunIn(Path folder) {
    if (prefix.isEmpty()) {
      return true;
    }
    var test = "test \"$(id -u)\" != 0 && test -x \"$1\"";
    var words = List.of("sh", "-c", test, "sh", folder.toString());
    return Command.run(command(words), Path.of("/"), PATIENCE).worked();
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
