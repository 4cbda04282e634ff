package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.webhook.Sender.Failure;
import com.quittance.webhook.Sender.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

  private static final UUID ENDPOINT = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private final Gate gate = new Gate();

  private int letsIn(UUID endpoint) {
    var in = 0;
    while (gate.enter(endpoint)) {
      in++;
    }
    for (var n = 0; n < in; n++) {
      gate.leave(endpoint);
    }
    return in;
  }

  private static Reply reply(int status, Duration took) {
    return new Reply(status, null, took, "", null);
  }

  @Test
  void anEndpointHasTheRoomItDeserves() {
    assertThat(letsIn(ENDPOINT)).isEqualTo(8);
    gate.note(ENDPOINT, reply(200, Duration.ofSeconds(2)));
    assertThat(letsIn(ENDPOINT)).isEqualTo(2);
    gate.note(ENDPOINT, reply(500, Duration.ZERO));
    assertThat(letsIn(ENDPOINT)).isEqualTo(1);
    gate.note(ENDPOINT, new Reply(null, Failure.TIMED_OUT, Duration.ofSeconds(15), "", null));
    assertThat(letsIn(ENDPOINT)).isEqualTo(1);
    assertThat(letsIn(OTHER)).isEqualTo(8);
    gate.note(ENDPOINT, reply(204, Duration.ofMillis(1_999)));
    assertThat(letsIn(ENDPOINT)).isEqualTo(8);
  }

  @Test
  void whoeverLeavesMakesRoom() {
    while (gate.enter(ENDPOINT)) {}
    gate.leave(ENDPOINT);
    assertThat(gate.enter(ENDPOINT)).isTrue();
    assertThat(gate.enter(ENDPOINT)).isFalse();
    assertThat(gate.enter(OTHER)).isTrue();
  }

  @Test
  void aTurnIsWaitedForLongerEachTime() {
    assertThat(Attempts.turnAfter(0, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Attempts.turnAfter(3, 0.5)).isEqualTo(Duration.ofSeconds(12));
    assertThat(Attempts.turnAfter(1_000, 0)).isEqualTo(Duration.ofSeconds(512));
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "120, PT2M",
    "86400, PT24H",
    "86401, PT24H",
    "999999999999999999, PT24H",
    "'Mon, 02 Mar 2026 10:05:00 GMT', PT5M",
    "'Tue, 02 Mar 2027 10:05:00 GMT', PT24H",
    "'Mon, 02 Mar 2026 09:05:00 GMT', ",
    "-1, ",
    "soon, ",
    "'', ",
    "9999999999999999999999, "
  })
  void whatAReceiverAsksForIsRead(String header, Duration wait) {
    assertThat(Attempts.asked(header, NOW)).isEqualTo(wait);
  }

  @Test
  void thePlanIsKeptUnlessMoreIsAskedFor() {
    assertThat(Attempts.waitAfter(1, 0, null)).isEqualTo(Duration.ofSeconds(5));
    assertThat(Attempts.waitAfter(1, 1, null)).isEqualTo(Duration.ofMillis(5_500));
    assertThat(Attempts.waitAfter(1, 0, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
    assertThat(Attempts.waitAfter(1, 0, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
    assertThat(Attempts.waitAfter(9, 0, null)).isEqualTo(Duration.ofHours(24));
    assertThat(Attempts.MOST).isEqualTo(10);
  }
}
