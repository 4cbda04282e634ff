package com.quittance.relay.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
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

  /** Every minute of the wall's clock is asked, as crontab(5) says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 9 */2 * 1",
        "0 9 */10 * */2",
        "0 9 1 * */2",
        "0 9 13 * 5",
        "0 9 * * */3",
        "0 9 */3 2 0",
        "0 0 * * 5",
        "*/20 2 * * *",
        "*/30 1-3 * * *",
        "*/30 23,0,1 * * *",
        "0 0-23/2 * * *",
        "0 */2 * * *",
        "45 1 * * *",
        "10 0,1,2 * * *",
        "*/15 * * * *",
        "0 9 * * SUN-TUE"
      })
  void itIsDueWhenTheClockOnTheWallSaysSo(String expression) {
    for (var change :
        List.of(
            "Europe/Paris 2026-03-28",
            "Europe/Paris 2026-10-24",
            "Africa/Cairo 2026-10-29",
            "Australia/Lord_Howe 2026-10-03",
            "Australia/Lord_Howe 2026-04-04",
            "Africa/Casablanca 2027-03-13",
            "Pacific/Apia 2011-12-29",
            "Africa/Dakar 2026-11-01")) {
      var zone = ZoneId.of(change.split(" ")[0]);
      var from = LocalDate.parse(change.split(" ")[1]).atTime(12, 0).atZone(zone).toInstant();
      var end = from.plus(Duration.ofDays(zone.getId().endsWith("Dakar") ? 40 : 2));
      var due = Crontab.due(expression, zone, from, end);
      var trigger = Trigger.cron(expression);
      var told = new TreeSet<Instant>();
      for (var at = trigger.next(from, zone);
          at.isPresent() && !at.get().isAfter(end);
          at = trigger.next(at.get(), zone)) {
        told.add(at.get());
      }
      assertThat(told).as("%s, %s", expression, change).isEqualTo(due);
      for (var at = from; at.isBefore(end); at = at.plusSeconds(37 * 60)) {
        var last = due.floor(at);
        if (last != null) {
          assertThat(trigger.latest(at, zone)).as("%s, %s", expression, change).contains(last);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"@daily, 0 0 * * *", "@Hourly, 0 * * * *", "@weekly, 0 0 * * 0"})
  void aNicknameIsAnExpression(String nickname, String expression) {
    var at = Instant.parse("2026-11-23T08:07:00Z");
    assertThat(Trigger.cron(nickname).next(at, PARIS))
        .isEqualTo(Trigger.cron(expression).next(at, PARIS));
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
  @ValueSource(
      strings = {
        "",
        "* * *",
        "61 * * * *",
        "@reboot",
        "/5 * * * *",
        "5/15 * * * *",
        "30 2 * * *||0 5 * * *",
        "0 0 31 2 *",
        "0 9 * * * *",
        "x"
      })
  void whatIsNoExpressionOrNeverComesIsRefused(String expression) {
    assertThatThrownBy(() -> Trigger.cron(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + expression + "'")
        .hasMessageContaining("expected minute hour day month weekday");
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    assertThatThrownBy(() -> Trigger.every(Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> Trigger.every(Duration.ofSeconds(Long.MAX_VALUE)))
        .hasMessageContaining("ten years");
    assertThatThrownBy(() -> Trigger.every(Duration.ofMillis(999))).hasMessageContaining("second");
  }
}
