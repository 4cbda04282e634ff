package com.quittance.relay.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a task is due, also on the two days on which the clock is changed. */
class TriggerTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *   | 2026-03-29T00:00:00Z | 2026-03-29T01:30:00Z | left out: an hour later, at 03:30
          30 2 * * *   | 2026-03-29T01:30:00Z | 2026-03-30T00:30:00Z | and the day after at its time
          30 2 * * *   | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z | twice on the clock: once
          30 2 * * *   | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z | not the second time
          0 * * * *    | 2026-10-25T00:00:00Z | 2026-10-25T01:00:00Z | every hour is every hour
          */15 * * * * | 2026-03-29T00:45:00Z | 2026-03-29T01:00:00Z | no quarter is left out
          0 9 * * *    | 2026-03-28T08:00:00Z | 2026-03-29T07:00:00Z | by the clock on the wall
          0 9 * * 1-5  | 2026-03-27T08:00:00Z | 2026-03-30T07:00:00Z | not at the weekend
          0 0 29 2 *   | 2026-03-01T00:00:00Z | 2028-02-28T23:00:00Z | in leap years
          """)
  void theNextTimeOfACronExpression(String expression, Instant after, Instant next, String why) {
    assertThat(Trigger.cron(expression).next(after, PARIS)).as(why).contains(next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30 2 * * *", "*/15 * * * *", "0 * * * *", "5 1-3 * * *", "0 9 1 * *"})
  void theLatestTimeIsTheLastOfThoseThatCame(String expression) {
    var trigger = Trigger.cron(expression);
    var random = new Random(7);
    for (var start : List.of("2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z")) {
      var times = new ArrayList<Instant>();
      var from = Instant.parse(start);
      trigger.latest(from, PARIS).ifPresent(times::add);
      for (var at = from; times.size() < 60; ) {
        at = trigger.next(at, PARIS).orElseThrow();
        times.add(at);
      }
      for (int i = 0; i < 200; i++) {
        var until = from.plusSeconds(random.nextInt(14 * 3600));
        var expected = times.stream().filter(time -> !time.isAfter(until)).toList().getLast();
        assertThat(trigger.latest(until, PARIS)).as("%s", until).contains(expected);
      }
      for (var time : times) {
        assertThat(trigger.latest(time, PARIS)).contains(time);
      }
    }
  }

  @Test
  void anIntervalIsCountedFromTheSameBeginningEverywhere() {
    var trigger = Trigger.every(Duration.ofMinutes(10));
    var at = Instant.parse("2026-11-23T08:07:00Z");

    assertThat(trigger.latest(at, PARIS)).contains(Instant.parse("2026-11-23T08:00:00Z"));
    assertThat(trigger.next(at, PARIS)).contains(Instant.parse("2026-11-23T08:10:00Z"));
    assertThat(trigger.next(Instant.parse("2026-11-23T08:10:00Z"), PARIS))
        .contains(Instant.parse("2026-11-23T08:20:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * *", "61 * * * *", "@daily", "0 0 31 2 *", "0 9 * * * *", "x"})
  void whatIsNoExpressionOrNeverComesIsRefused(String expression) {
    assertThatThrownBy(() -> Trigger.cron(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + expression + "'")
        .hasMessageContaining("expected minute hour day month weekday");
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    assertThatThrownBy(() -> Trigger.every(Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> Trigger.every(Duration.ofMillis(999))).hasMessageContaining("second");
  }
}
