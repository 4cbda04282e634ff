package com.quittance.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Requests for invoices of three lines, ready to be sent, of each tenant one. */
final class InvoiceRequests {

  private static final String NO_KEY = "bench-00000000";

  private final List<byte[]> requests;
  private final int keyAt;
  private final AtomicInteger keys = new AtomicInteger();

  private InvoiceRequests(Tenants tenants, List<String> tokens, String keyLine) {
    this.requests =
        IntStream.rangeClosed(1, tenants.count())
            .mapToObj(n -> request(tenants, n, tokens.get(n - 1), keyLine))
            .toList();
    // Nothing before it differs, so it stands at the same place in all.
    this.keyAt = keyLine.isEmpty() ? -1 : text(requests.getFirst()).indexOf(NO_KEY);
  }

  /**
   * @param tokens of the tenants, in their order
   */
  static InvoiceRequests of(Tenants tenants, List<String> tokens) {
    return new InvoiceRequests(tenants, tokens, "");
  }

  /** Each with an Idempotency-Key that was never used. */
  static InvoiceRequests withKeys(Tenants tenants, List<String> tokens) {
    return new InvoiceRequests(tenants, tokens, "Idempotency-Key: %s\n".formatted(NO_KEY));
  }

  byte[] first() {
    return fresh(requests.getFirst());
  }

  byte[] any() {
    return fresh(requests.get(ThreadLocalRandom.current().nextInt(requests.size())));
  }

  private byte[] fresh(byte[] request) {
    if (keyAt < 0) {
      return request;
    }
    var keyed = request.clone();
    var digits = keyAt + NO_KEY.length();
    for (var left = keys.incrementAndGet(); left > 0; left /= 10) {
      keyed[--digits] = (byte) ('0' + left % 10);
    }
    return keyed;
  }

  private static byte[] request(Tenants tenants, int n, String token, String keyLine) {
    var body =
        """
        {"client_id": "%s", "lines": [
          {"description": "Conseil en gestion, novembre", "quantity": "2.5", "unit_price": 500000, "tax_rate": "18"},
          {"description": "Déplacement à Thiès", "quantity": 1, "unit_price": 45000, "tax_rate": "18"},
          {"description": "Impression du rapport", "quantity": "12", "unit_price": 2500, "tax_rate": "0", "discount": "5"}]}
        """
            .formatted(tenants.clientId(n));
    var head =
        """
        POST /api/v1/invoices HTTP/1.1
        Host: 127.0.0.1
        %sAuthorization: Bearer %s
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(keyLine, token, body.getBytes(StandardCharsets.UTF_8).length)
            .replace("\n", "\r\n");
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] request) {
    return new String(request, StandardCharsets.UTF_8);
  }
}
