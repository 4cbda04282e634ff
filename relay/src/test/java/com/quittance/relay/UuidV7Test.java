package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ids sort by time, as text and in the database. */
class UuidV7Test {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.123Z");

  @Test
  void anIdTellsItsTimeVersionAndVariant() {
    var id = UuidV7.from(NOW);

    assertThat(UuidV7.instant(id)).isEqualTo(NOW);
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
  }

  @Test
  void idsOfOneProcessAscend() {
    var last = "";
    for (int i = 0; i < 100_000; i++) {
      var id = UuidV7.from(NOW.plusMillis(i / 1000)).toString();
      assertThat(id).isGreaterThan(last);
      last = id;
    }
  }

  @Test
  void manyThreadsMakeNoTwoAlike() {
    var ids = ConcurrentHashMap.<UUID>newKeySet();
    IntStream.range(0, 100_000).parallel().forEach(_ -> ids.add(UuidV7.from(NOW)));

    assertThat(new HashSet<>(ids)).hasSize(100_000);
  }
}
