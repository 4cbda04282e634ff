package com.quittance.sealing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** This server cannot have the keys it needs; the message says what to set. */
public final class KeysUnusable extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final String SETTING = "quittance.secret-keys (QUITTANCE_SECRET_KEYS)";

  private KeysUnusable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static KeysUnusable missing(String id) {
    return new KeysUnusable(
        ("The database has secrets that are sealed with the key %s, which this server does not have:"
                + " set %s to the keys of the server that sealed them; unless set there, they are in"
                + " its data folder, in %s")
            .formatted(id, SETTING, KeyFile.NAME),
        null);
  }

  static KeysUnusable file(Path file, String expected, Throwable cause) {
    return new KeysUnusable("%s: expected %s; or set %s".formatted(file, expected, SETTING), cause);
  }
}
