package com.quittance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that take much memory, a few at a time. */
@ExtendWith(Doors.Opened.class)
class BulkheadTest {

  private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

  private final Doors doors;

  BulkheadTest(Doors doors) {
    this.doors = doors;
  }

  @Test
  void whoeverTakesAnAnswerSlowlyKeepsNobodyWaiting() throws IOException {
    var tenant = doors.newTenant();
    var http = doors.as(tenant);
    var client =
        "{\"name\": \"Awa\", \"email\": \"awa@example.com\", \"address\": \"%s\"}"
            .formatted("x".repeat(400));
    multiply(http.post("/api/v1/clients", client).is(201).id());
    var slow = new ArrayList<Socket>();
    try {
      for (var reader = 0; reader < AT_ONCE; reader++) {
        slow.add(begin("GET /api/v1/clients/export", http.token()));
      }
      assertThat(http.get("/api/v1/clients/export").is(200).body().length)
          .as("more than a connection holds")
          .isGreaterThan(3_000_000);
      http.get("/api/v1/audit").is(200);
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  private void multiply(String client) {
    doors
        .house()
        .sql()
        .sql(
            """
            insert into client (tenant_id, id, name, email, address, locale, created_at)
            select tenant_id, uuidv7(), name, email, address, locale, created_at
            from client, generate_series(1, 8000) where id = ?::uuid
            """)
        .param(client)
        .update();
  }

  /** Reads no more than the first byte of the answer. */
  private Socket begin(String request, String token) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(2_048);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), doors.http().port()));
    socket
        .getOutputStream()
        .write(
            "%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(request, token)
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }
}
