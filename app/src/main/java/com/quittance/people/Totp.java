package com.quittance.people;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * What an app and we both know, and the six digits that follow from it every 30 seconds: RFC 6238
 * with what all apps take for granted (SHA-1, six digits). What is wrong with SHA-1 elsewhere does
 * not touch HMAC.
 *
 * @param base32 as apps are told it
 */
record Totp(String base32) {

  /** As long as SHA-1's output, which RFC 4226 recommends. */
  private static final int BYTES = 20;

  private static final int SECONDS = 30;
  private static final int MODULUS = 1_000_000;

  /** Clocks differ, and people type slowly. */
  private static final int DRIFT = 1;

  private static final SecureRandom RANDOM = new SecureRandom();

  static Totp fresh() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Totp(Base32.toBase32String(bytes));
  }

  /** The step a time is in. */
  static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS);
  }

  /**
   * The step a code is of, if it is of one near to now.
   *
   * @param typed with or without blanks
   * @param after codes of this step and before have been taken
   */
  OptionalLong match(String typed, Instant now, long after) {
    var code = typed.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
    var present = step(now);
    var matched = OptionalLong.empty();
    for (var step = present - DRIFT; step <= present + DRIFT; step++) {
      var fits = MessageDigest.isEqual(code(step).getBytes(StandardCharsets.UTF_8), code);
      if (fits && step > after) {
        matched = OptionalLong.of(step);
      }
    }
    return matched;
  }

  /** After RFC 4226, section 5.3. */
  String code(long step) {
    var hash = hmac(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    var offset = hash[hash.length - 1] & 0xf;
    var truncated = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%06d", truncated % MODULUS);
  }

  private byte[] hmac(byte[] message) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base32.decode(base32), "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA1", impossible);
    }
  }

  /**
   * What apps read from a QR code.
   *
   * @param account an e-mail address
   */
  String uri(String account) {
    return "otpauth://totp/Quittance:%s?secret=%s&issuer=Quittance"
        .formatted(URLEncoder.encode(account, StandardCharsets.UTF_8), base32);
  }

  @Override
  public String toString() {
    return "…";
  }
}
