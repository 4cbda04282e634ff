package com.quittance.injection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one file that strangers may leave here, and what becomes of it. */
@ExtendWith(Doors.Opened.class)
class LogoTest {

  private static final String LOGO = "/api/v1/tenant/logo";
  private static final Map<String, byte[]> REFUSED = Pictures.refused();
  private static final Map<String, byte[]> REDRAWN = Pictures.redrawn();

  private final Doors doors;
  private final Http http;

  LogoTest(Doors doors) {
    this.doors = doors;
    this.http = doors.as(doors.newTenant());
  }

  private static Http.Answer put(Http http, String type, byte[] picture) {
    return http.send(
        "PUT", LOGO, BodyPublishers.ofByteArray(picture), Map.of("Content-Type", type));
  }

  private static Http.Answer delete(Http http) {
    return http.send("DELETE", LOGO, BodyPublishers.noBody(), Map.of());
  }

  @Test
  void thirtyAndMoreAreTried() {
    assertThat(REFUSED.size() + REDRAWN.size()).isGreaterThanOrEqualTo(50);
  }

  static Set<String> refused() {
    return REFUSED.keySet();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoPictureIsRefusedAtOnce(String name) {
    var began = System.nanoTime();
    for (var type : new String[] {"image/png", "image/jpeg"}) {
      put(http, type, REFUSED.get(name)).is(Type.PICTURE_UNUSABLE);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    http.get(LOGO).is(Type.NOT_FOUND);
  }

  static Set<String> redrawn() {
    return REDRAWN.keySet();
  }

  @ParameterizedTest
  @MethodSource("redrawn")
  void whatIsAPictureAndMoreIsKeptAsThePictureAlone(String name) throws IOException {
    var sent = put(http, name.startsWith("png") ? "image/png" : "image/jpeg", REDRAWN.get(name));
    sent.is(204);
    var kept = http.get(LOGO).is(200);
    assertThat(kept.header("Content-Type")).isEqualTo("image/png");
    assertThat(kept.header("Content-Disposition")).startsWith("attachment");
    assertThat(kept.header("Content-Security-Policy")).contains("sandbox");
    assertThat(kept.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(new String(kept.body(), ISO_8859_1))
        .doesNotContain("script")
        .doesNotContain("PK\3\4");
    var image = ImageIO.read(new ByteArrayInputStream(kept.body()));
    assertThat(image.getWidth()).isEqualTo(40);
    assertThat(image.getHeight()).isEqualTo(20);
  }

  @Test
  void theKeptOneIsPrintedAndShrunkToThePage() throws IOException {
    var client = http.post("/api/v1/clients", "{\"name\": \"A\", \"email\": \"a@b.example\"}").id();
    assertThat(pictures(invoice(client))).isZero();
    put(http, "image/jpeg", Pictures.picture("jpeg", 2_500, 1_000)).is(204);
    var kept = ImageIO.read(new ByteArrayInputStream(http.get(LOGO).is(200).body()));
    assertThat(kept.getWidth()).isEqualTo(1_000);
    assertThat(kept.getHeight()).isEqualTo(400);
    assertThat(kept.getRGB(500, 200)).as("orange in the middle").isBetween(0xFFFAC000, 0xFFFFCF0F);
    assertThat(pictures(invoice(client))).isOne();
    delete(http).is(204);
    http.get(LOGO).is(Type.NOT_FOUND);
    delete(http).is(204);
    assertThat(pictures(invoice(client))).isZero();
  }

  private String invoice(String client) {
    return http.post(
            "/api/v1/invoices",
            """
            {"client_id": "%s", "lines": [{"description": "A", "quantity": 1, "unit_price": 5}]}
            """
                .formatted(client))
        .is(201)
        .id();
  }

  private int pictures(String invoice) throws IOException {
    try (var document = Loader.loadPDF(http.get("/api/v1/invoices/" + invoice + "/pdf").body())) {
      var resources = document.getPage(0).getResources();
      var pictures = 0;
      for (var name : resources.getXObjectNames()) {
        pictures += resources.isImageXObject(name) ? 1 : 0;
      }
      return pictures;
    }
  }

  @Test
  void whoChangedItIsInTheAuditLogOnce() {
    var picture = Pictures.picture("png", 30, 30);
    put(http, "image/png", picture).is(204);
    put(http, "image/png", picture).is(204);
    delete(http).is(204);
    var log = http.get("/api/v1/audit?action=LogoChanged").is(200).json().get("data");
    assertThat(log.size()).isEqualTo(2);
    assertThat(log.get(1).get("details").get("before").isNull()).isTrue();
    assertThat(log.get(1).get("details").get("after").asString()).matches("[0-9a-f]{64}");
    assertThat(log.get(0).get("details").get("before").asString())
        .isEqualTo(log.get(1).get("details").get("after").asString());
    assertThat(log.get(0).get("details").get("after").isNull()).isTrue();
  }

  @Test
  void aLargeOneIsTurnedAwayUnseen() {
    put(http, "image/png", new byte[(1 << 20) + 1]).is(Type.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/svg+xml",
        "text/html",
        "application/octet-stream",
        "image/gif",
        "image/*",
        "multipart/form-data; boundary=x",
        "image/png; charset=utf-8",
        "application/json"
      })
  void whatIsNotCalledAPictureIsNotRead(String type) {
    put(http, type, Pictures.picture("png", 20, 20)).is(Type.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void itTakesTheAbilityAndAToken() {
    var picture = Pictures.picture("png", 20, 20);
    var reader = http.as(doors.house().token("tenant:read", "invoices:write"));
    put(reader, "image/png", picture).is(Type.ABILITY_MISSING);
    delete(reader).is(Type.ABILITY_MISSING);
    http.as(doors.house().token("invoices:read")).get(LOGO).is(Type.ABILITY_MISSING);
    put(http.as(null), "image/png", picture).is(Type.TOKEN_MISSING);
  }

  @Test
  void anotherTenantsIsNotSeen() {
    put(http, "image/png", Pictures.picture("png", 20, 20)).is(204);
    doors.as(doors.newTenant()).get(LOGO).is(Type.NOT_FOUND);
  }
}
