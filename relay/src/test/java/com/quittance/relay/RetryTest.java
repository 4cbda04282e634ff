package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seed is the test's name. */
class RetryTest {

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aWaitIsItsBackoffPlusAtMostTheJitterAndTheLastRepeats(long seed) {
    var random = new Random(seed);
    var backoff =
        Stream.generate(() -> Duration.ofMillis(random.nextInt(1_000_000)))
            .limit(1 + random.nextInt(5))
            .toArray(Duration[]::new);
    var jitter = random.nextDouble();
    var retry = Retry.tries(1 + random.nextInt(100), backoff).withJitter(jitter);
    for (int attempt = 1; attempt <= retry.tries(); attempt++) {
      var base = backoff[Math.min(attempt, backoff.length) - 1];
      var wait = retry.waitAfter(attempt, random.nextDouble());

      assertThat(wait).isBetween(base, base.plusMillis((long) (base.toMillis() * jitter)));
      assertThat(retry.withJitter(0).waitAfter(attempt, random.nextDouble())).isEqualTo(base);
      assertThat(retry.allowsAnotherAfter(attempt)).isEqualTo(attempt < retry.tries());
    }
  }

  @Test
  void withoutBackoffItIsTriedAtOnce() {
    assertThat(Retry.tries(3).waitAfter(2, 0.5)).isZero();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Retry.tries(0)).hasMessageContaining("tries is 0");
    assertThatThrownBy(() -> Retry.tries(1).withJitter(1.1)).hasMessageContaining("jitter");
    assertThatThrownBy(() -> Retry.tries(1, Duration.ofSeconds(-1)))
        .hasMessageContaining("in the past");
  }
}
