package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Problem.Type;
import com.quittance.people.Staff;
import com.quittance.tenancy.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are held open after their headers. */
@ExtendWith(Doors.Opened.class)
class SlowBodiesTest {

  /** More than there are threads to serve requests. */
  private static final int MANY = 260;

  private static final String TOKEN = "{\"name\":\"later\",\"abilities\":[\"*\"]}";

  private final Doors doors;

  SlowBodiesTest(Doors doors) {
    this.doors = doors;
  }

  private Wire begin(String path, String token, int length, String body) throws IOException {
    var head =
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, token, length, body);
    return Wire.to(doors.http().port()).send(head.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void whoeverIsSentAwayMeanwhileIsNotLetIn() throws IOException {
    var staff = new Staff(doors);
    staff.hire(Role.OWNER);
    var owner = staff.hire(Role.OWNER);
    var secret = staff.token(owner, "*");
    try (var wire = begin("/api/v1/tokens", secret, TOKEN.length(), TOKEN.substring(0, 20))) {
      doors.http().as(secret).get("/api/v1/tokens").is(200); // the other has come meanwhile
      doors.house().house().members().remove(doors.house().scope(staff.tenant()), owner.person());
      wire.send(TOKEN.substring(20).getBytes(StandardCharsets.US_ASCII));
      wire.answer().is(Type.TOKEN_REVOKED);
    }
    assertThat(
            doors
                .house()
                .sql()
                .sql("select count(*) from api_token where person_id = ? and name = 'later'")
                .param(owner.person().value())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void manyThatNeverEndKeepNobodyWaiting() throws IOException {
    var client = "{\"name\":\"Awa\",\"email\":\"awa@example.com\"}";
    var tenant = doors.as(doors.newTenant());
    var open = new ArrayList<Wire>();
    try {
      for (var i = 0; i < MANY; i++) {
        open.add(begin("/api/v1/clients", "none", 100, "{"));
      }
      tenant.get("/api/v1/clients").is(200);
      tenant.post("/api/v1/clients", client).is(201);
    } finally {
      for (var wire : open) {
        wire.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"100, REQUEST_TIMEOUT", "2097152, TOO_LARGE"})
  void whatDoesNotComeInTimeIsRefused(int length, Type as) throws IOException {
    try (var wire = begin("/api/v1/clients", doors.http().token(), length, "{")) {
      wire.answer().is(as);
      assertThat(wire.isEnded()).as("the connection is closed").isTrue();
    }
  }

  /** With what follows at once, and with nothing more to come: the container had its ways. */
  @ParameterizedTest
  @ValueSource(strings = {"", "GET /health HTTP/1.1\r\nHost: x\r\n\r\n", "0\r\n\r\n"})
  void chunksAreAnsweredWhateverFollows(String next) throws IOException {
    var head =
        "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n%s"
            .formatted(doors.http().token(), TOKEN.length(), TOKEN, next);
    try (var wire = Wire.to(doors.http().port())) {
      wire.send(head.getBytes(StandardCharsets.US_ASCII)).end();
      wire.answer().is(201);
      if (!next.isEmpty()) {
        assertThat(wire.answer().status()).isEqualTo(next.startsWith("GET") ? 200 : 400);
      }
    }
  }

  /** Slow ones keep a thread, and so no more than some. */
  @Test
  void manyInChunksThatNeverEndKeepNobodyElseWaiting() throws IOException {
    var open = new ArrayList<Wire>();
    try {
      for (var i = 0; i < MANY; i++) {
        open.add(
            Wire.to(doors.http().port())
                .send(
                    "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"
                        .getBytes(StandardCharsets.US_ASCII)));
      }
      doors.http().post("/api/v1/tokens", TOKEN).is(201);
    } finally {
      for (var wire : open) {
        wire.close();
      }
    }
  }
}
