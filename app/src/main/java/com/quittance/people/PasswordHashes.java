package com.quittance.people;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Argon2id with the least costs that OWASP recommends: 19 MiB, two passes, one lane. */
final class PasswordHashes {

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LANES = 1;
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int PATIENCE_SECONDS = 5;

  /** Of a password nobody knows: compared with where there is none, so that it takes as long. */
  private static final String OF_NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$2Rmr0TirBAFN4005gEOvYg"
          + "$N2VBWdaIGayQ8/EwO93JmwufS8un3YCBnHeLzjTPoik";

  private final Argon2PasswordEncoder argon2 =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);

  /** Many who sign in at once take neither all memory nor all processors. */
  private final Semaphore places =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()), true);

  String of(String password) {
    return inTurn(() -> String.valueOf(argon2.encode(Password.normal(password))));
  }

  /**
   * @param hash null: there is none, and nothing matches; to find that out takes as long
   */
  boolean matches(String password, @Nullable String hash) {
    var compared = hash == null ? OF_NOBODY : hash;
    return inTurn(() -> argon2.matches(Password.normal(password), compared)) && hash != null;
  }

  /** Whether it was made with other costs than are asked for now. */
  boolean isOutdated(@Nullable String hash) {
    return argon2.upgradeEncoding(hash);
  }

  static String ofNobody() {
    return OF_NOBODY;
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw Problem.of(Type.UNAVAILABLE, "Too many sign in at the moment; try again.")
            .retryAfter(Duration.ofSeconds(PATIENCE_SECONDS));
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Problem.of(Type.UNAVAILABLE, "The server stops.");
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
