package com.quittance.tenancy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * What the holder of a token shows: {@code qt_<id>_<40 letters and digits><checksum>}. The prefix
 * lets secret scanners find it, the checksum lets us refuse a mistyped one without a look-up.
 *
 * @param id finds the token's row
 * @param secret 238 bits of chance
 */
public record TokenSecret(UUID id, String secret) {

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SECRET_LENGTH = 40;
  private static final int CHECKSUM_LENGTH = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  public static TokenSecret fresh(UUID id) {
    var secret = new StringBuilder(SECRET_LENGTH);
    RANDOM
        .ints(SECRET_LENGTH, 0, ALPHABET.length())
        .mapToObj(ALPHABET::charAt)
        .forEach(secret::append);
    return new TokenSecret(id, secret.toString());
  }

  /** Empty when the text is no token of ours. */
  public static Optional<TokenSecret> parse(String text) {
    var parts = text.split("_", -1);
    if (parts.length != 3
        || !parts[0].equals("qt")
        || parts[1].length() != 32
        || parts[2].length() != SECRET_LENGTH + CHECKSUM_LENGTH) {
      return Optional.empty();
    }
    try {
      var id =
          new UUID(
              Long.parseUnsignedLong(parts[1], 0, 16, 16),
              Long.parseUnsignedLong(parts[1], 16, 32, 16));
      var token = new TokenSecret(id, parts[2].substring(0, SECRET_LENGTH));
      return token.text().equals(text) ? Optional.of(token) : Optional.empty();
    } catch (NumberFormatException notHexadecimal) {
      return Optional.empty();
    }
  }

  public String text() {
    return "qt_" + id.toString().replace("-", "") + "_" + secret + checksum();
  }

  private String checksum() {
    var crc = new CRC32();
    crc.update((id + secret).getBytes(StandardCharsets.US_ASCII));
    return "%08x".formatted(crc.getValue());
  }

  /** What is kept of the secret. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "qt_" + id + "_…";
  }
}
