package com.quittance.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals short secrets with AES-256-GCM. What is sealed for one place (a column of a row) does not
 * open in another, so whoever can write the database cannot give somebody another's secret.
 */
public final class Seal {

  private static final String VERSION = "v1";
  private static final Pattern SEALED =
      Pattern.compile("v1\\.([0-9a-f]{16})\\.([A-Za-z0-9_-]{38,})");

  /** 96 bits of chance each time, as NIST SP 800-38D has it: good for 2³² secrets with one key. */
  private static final int NONCE_BYTES = 12;

  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SealingKey first;
  private final Map<String, SealingKey> keys = new HashMap<>();

  /**
   * @param keys the first seals, all open
   */
  public Seal(List<SealingKey> keys) {
    this.first = keys.getFirst();
    keys.forEach(key -> this.keys.put(key.id(), key));
  }

  /**
   * @param place names column and row
   */
  public String seal(String secret, String place) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, first, nonce, place);
      var encrypted = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      var whole =
          ByteBuffer.allocate(nonce.length + encrypted.length).put(nonce).put(encrypted).array();
      return "%s.%s.%s"
          .formatted(
              VERSION, first.id(), Base64.getUrlEncoder().withoutPadding().encodeToString(whole));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES-256-GCM", impossible);
    }
  }

  /**
   * @param place the one it was sealed for
   * @throws SealBroken when it was not, was altered, or its key is missing
   */
  public String open(String sealed, String place) {
    var parts = SEALED.matcher(sealed);
    if (!parts.matches()) {
      throw new SealBroken("%s is not sealed".formatted(place));
    }
    var key = keys.get(parts.group(1));
    if (key == null) {
      throw new SealBroken("%s is sealed with key %s".formatted(place, parts.group(1)));
    }
    try {
      var whole = Base64.getUrlDecoder().decode(parts.group(2));
      var cipher = cipher(Cipher.DECRYPT_MODE, key, whole, place);
      var opened = cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
      return new String(opened, StandardCharsets.UTF_8);
    } catch (AEADBadTagException | IllegalArgumentException altered) {
      throw new SealBroken("%s was altered, or sealed for another place".formatted(place));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES-256-GCM", impossible);
    }
  }

  /** What is kept there, sealed by the first key, be it the first time. */
  public String renewed(String kept, String place) {
    return seal(SEALED.matcher(kept).matches() ? open(kept, place) : kept, place);
  }

  /** Of the key that seals. */
  public String keyId() {
    return first.id();
  }

  /** Whether it should be sealed anew: it is in clear, or another key has taken over. */
  public boolean isOutdated(String kept) {
    return !kept.startsWith("%s.%s.".formatted(VERSION, first.id()));
  }

  private static Cipher cipher(int mode, SealingKey key, byte[] nonce, String place)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.as("AES"), new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
    cipher.updateAAD("%s %s".formatted(VERSION, place).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
