package com.quittance.http;

import com.quittance.http.Problem.Type;
import java.io.ByteArrayOutputStream;

/**
 * What has come of one body. Beyond the limit it is read and forgotten: whoever still sends would
 * miss our answer. For one thread at a time.
 */
final class GatheredBody {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean tooLarge;

  /**
   * @param announced how many bytes are to come; negative when nobody says
   */
  GatheredBody(long announced) {
    this.tooLarge = announced > BodyFilter.MAX_BYTES;
  }

  /**
   * @param read how many bytes of the buffer have come now
   * @return whether they are kept
   */
  boolean take(byte[] buffer, int read) {
    tooLarge |= bytes.size() + read > BodyFilter.MAX_BYTES;
    if (tooLarge) {
      bytes.reset();
    } else {
      bytes.write(buffer, 0, read);
    }
    return !tooLarge;
  }

  /**
   * All of it, when there is no more.
   *
   * @throws Problem when it is too large
   */
  byte[] whole() {
    if (tooLarge) {
      throw tooLarge();
    }
    return bytes.toByteArray();
  }

  /** When the rest has not come in time. */
  Problem late() {
    return tooLarge ? tooLarge() : tooLate();
  }

  private static Problem tooLarge() {
    return Problem.of(
        Type.TOO_LARGE, "A body has at most %d bytes.".formatted(BodyFilter.MAX_BYTES));
  }

  static Problem tooLate() {
    return Problem.of(Type.REQUEST_TIMEOUT, "The body did not come in time.");
  }

  static Problem brokenOff(Throwable why) {
    return Problem.of(Type.INVALID_REQUEST, "The body breaks off.", why);
  }
}
