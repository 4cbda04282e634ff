package com.quittance.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One link of a tenant's chain.
 *
 * @param seq from 1 without gaps in each chain
 * @param request ties together all that followed from one request
 * @param origin where the request came from, if it is known
 * @param action the type of the event, such as {@code InvoiceCreated}
 * @param version of the event's payload
 * @param event the event that says it; null only at the beginning of a chain that is younger than
 *     its tenant
 * @param details the event's payload, as it was written
 * @param hash SHA-256 over all of the above and the hash before, in hexadecimal digits
 */
public record AuditEntry(
    UUID tenant,
    long seq,
    Instant at,
    String actor,
    UUID request,
    @Nullable String origin,
    String action,
    int version,
    @Nullable UUID event,
    String details,
    String hash) {

  /** What stands before the first entry. */
  public static final String BEGINNING = "0".repeat(64);

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * What the hash has to be when the one before is this. The function {@code audit_hash} in the
   * database computes the same when the entry is written.
   */
  String hashAfter(String previous) {
    var text = new ByteArrayOutputStream(256 + details.length());
    put(text, "1"); // the form; another order of fields would be 2
    put(text, tenant);
    put(text, seq);
    put(text, previous);
    put(text, MICROSECONDS.format(at));
    put(text, actor);
    put(text, request);
    put(text, origin);
    put(text, action);
    put(text, version);
    put(text, event);
    put(text, details);
    return HexFormat.of().formatHex(sha256(text.toByteArray()));
  }

  /** A netstring, {@code 5:hello,}, or {@code -} for nothing: no text can look like two fields. */
  private static void put(ByteArrayOutputStream text, @Nullable Object field) {
    if (field == null) {
      text.write('-');
      return;
    }
    var bytes = field.toString().getBytes(StandardCharsets.UTF_8);
    text.writeBytes((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    text.writeBytes(bytes);
    text.write(',');
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
