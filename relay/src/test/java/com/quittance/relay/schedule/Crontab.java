package com.quittance.relay.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.TreeSet;

/** crontab(5) by brute force: every minute of the wall's clock is held against the expression. */
final class Crontab {

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;
  private final boolean both;
  private final boolean everyHour;

  private Crontab(String expression) {
    var fields = expression.replace("SUN-TUE", "0-2").split(" ");
    minutes = field(fields[0], 0, 59);
    hours = field(fields[1], 0, 23);
    days = field(fields[2], 1, 31);
    months = field(fields[3], 1, 12);
    weekdays = field(fields[4], 0, 7);
    both = fields[2].startsWith("*") || fields[4].startsWith("*");
    everyHour = fields[1].startsWith("*");
  }

  private static BitSet field(String text, int least, int most) {
    var bits = new BitSet();
    for (var part : text.split(",")) {
      var range = part.split("/")[0];
      var step = part.contains("/") ? Integer.parseInt(part.split("/")[1]) : 1;
      var first = range.equals("*") ? least : Integer.parseInt(range.split("-")[0]);
      var last =
          range.equals("*")
              ? most
              : Integer.parseInt(range.contains("-") ? range.split("-")[1] : range);
      for (int n = first; n <= last; n += step) {
        bits.set(n);
      }
    }
    return bits;
  }

  private boolean says(LocalDateTime time) {
    var weekday = time.getDayOfWeek().getValue() % 7;
    var day = days.get(time.getDayOfMonth());
    var ofWeek = weekdays.get(weekday) || weekday == 0 && weekdays.get(7);
    return minutes.get(time.getMinute())
        && hours.get(time.getHour())
        && months.get(time.getMonthValue())
        && (both ? day && ofWeek : day || ofWeek);
  }

  /** All after the one, up to the other. */
  static TreeSet<Instant> due(String expression, ZoneId zone, Instant from, Instant end) {
    var crontab = new Crontab(expression);
    var due = new TreeSet<Instant>();
    var wall = LocalDateTime.ofInstant(from.minus(Duration.ofHours(30)), zone);
    var last = LocalDateTime.ofInstant(end.plus(Duration.ofHours(30)), zone);
    for (; wall.isBefore(last); wall = wall.plusMinutes(1)) {
      if (crontab.says(wall)) {
        var time = wall.atZone(zone);
        due.add(time.toInstant());
        if (crontab.everyHour) {
          due.add(time.withLaterOffsetAtOverlap().toInstant());
        }
      }
    }
    return new TreeSet<>(due.subSet(from, false, end, true));
  }
}
