package com.quittance.billing.infrastructure.stripe;

import com.quittance.demo.SteppedClock;
import com.quittance.tenancy.TokenSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Headers that prove who somebody is: none is taken that does not, and none breaks anything. */
public final class SignatureFuzz {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final String SECRET = "whsec_fuzz";
  private static final StripeSignature SIGNATURE =
      new StripeSignature(List.of(SECRET), new SteppedClock(NOW));

  private SignatureFuzz() {}

  /** The header up to the first line break, the body behind it. */
  public static void fuzzerTestOneInput(byte[] input) {
    var end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    var header = new String(input, 0, end, StandardCharsets.ISO_8859_1);
    var body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    // What was really signed is taken, whatever stands around it that says nothing.
    var text = new String(body, StandardCharsets.UTF_8);
    var time = Long.toString(NOW.getEpochSecond());
    var right = "t=%s,v1=%s".formatted(time, hmac(time + "." + text));
    if (!SIGNATURE.fits(body, right)) {
      throw new AssertionError("a true signature is refused");
    }
    for (var tried : new String[] {header, right + header, header + right, right + "," + header}) {
      if (SIGNATURE.fits(body, tried) && !proves(tried, time, text)) {
        throw new AssertionError("taken: " + tried);
      }
    }
    StripeMessage.read(body, true);
    var token = TokenSecret.parse(header);
    if (token.isPresent() && !token.get().text().equals(header)) {
      throw new AssertionError("taken for a token: " + header);
    }
  }

  /** Some signature in the header is the one of its only time, and that is near. */
  private static boolean proves(String header, String time, String body) {
    var times =
        Arrays.stream(header.split(","))
            .map(item -> item.split("=", 2))
            .filter(pair -> pair.length == 2 && pair[0].strip().equals("t"))
            .map(pair -> pair[1].strip())
            .toList();
    return times.size() == 1
        && Math.abs(Long.parseLong(times.getFirst()) - Long.parseLong(time)) <= 300
        && header.contains(hmac(times.getFirst() + "." + body));
  }

  private static String hmac(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
