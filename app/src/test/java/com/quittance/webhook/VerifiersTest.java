package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.quittance.webhook.Receiver.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What libraries of others say of our signatures: {@code standardwebhooks} and {@code svix}. */
class VerifiersTest {

  private static final Path VERIFY = Path.of("../tools/webhooks/verify");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static WebhookBed bed;

  @BeforeAll
  static void open() {
    assumeThat(hasNpm()).as("npm is on this machine, as it is where the gate runs").isTrue();
    bed = new WebhookBed(folder);
  }

  private static boolean hasNpm() {
    try {
      return new ProcessBuilder("npm", "--version").start().waitFor() == 0;
    } catch (IOException none) {
      return false;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @AfterAll
  static void close() {
    if (bed != null) {
      bed.close();
    }
  }

  private static void allSay(String verdict, String secret, Call call, String body, Duration later)
      throws Exception {
    var message = JSON.createObjectNode().put("secret", secret).put("body", body);
    var headers = message.putObject("headers");
    for (var name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      headers.put(name, call.header(name));
    }
    message.put("now", Long.parseLong(call.header("webhook-timestamp")) + later.toSeconds());
    var said = said(message);
    for (var library : List.of("standardwebhooks", "svix")) {
      assertThat(said.get(library).asString()).as(library).startsWith(verdict);
    }
  }

  private static JsonNode said(JsonNode message) throws Exception {
    var process =
        new ProcessBuilder(VERIFY.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(JSON.writeValueAsBytes(message));
    }
    var out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return JSON.readTree(new String(out, StandardCharsets.UTF_8));
  }

  private static Call sent() {
    bed.receiver.take();
    bed.house.createInvoice(1_180_000);
    bed.house.work();
    return bed.receiver.take().getFirst();
  }

  @Test
  void takeWhatWeSignAndNothingElse() throws Exception {
    var endpoint = bed.addEndpoint("/verified", "invoice.created");
    var secret = endpoint.get("secret").asString();
    var call = sent();
    allSay("invoice.created", secret, call, call.body(), Duration.ZERO);
    allSay("refused", secret, call, call.body().replace("1180000", "1180001"), Duration.ZERO);
    allSay("refused", WebhookSecret.fresh().text(), call, call.body(), Duration.ZERO);
    allSay("refused", secret, call, call.body(), Duration.ofMinutes(6));
    remove(endpoint);
  }

  @Test
  void takeEitherSecretWhileOneTakesOver() throws Exception {
    var endpoint = bed.addEndpoint("/rotated", "invoice.created");
    var path = WebhookBed.path(endpoint.get("id").asString());
    var next = bed.http.post(path + "/rotate-secret", "{}").is(200).json().get("secret").asString();
    var call = sent();
    allSay("invoice.created", next, call, call.body(), Duration.ZERO);
    allSay("invoice.created", endpoint.get("secret").asString(), call, call.body(), Duration.ZERO);
    remove(endpoint);
  }

  private static void remove(JsonNode endpoint) {
    bed.http
        .send(
            "DELETE",
            WebhookBed.path(endpoint.get("id").asString()),
            java.net.http.HttpRequest.BodyPublishers.noBody(),
            java.util.Map.of())
        .is(204);
  }
}
