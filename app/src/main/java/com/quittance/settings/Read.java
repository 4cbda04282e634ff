package com.quittance.settings;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The readers of settings' values: text in, value out, or an IllegalArgumentException. */
final class Read {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h)");
  private static final Pattern HOST = Pattern.compile("[\\w.:-]+");

  private Read() {}

  static Path path(String text) {
    return Path.of(text);
  }

  static String host(String text) {
    return must(HOST.matcher(text).matches(), text);
  }

  static Function<String, Integer> between(int least, int most) {
    return text -> {
      var number = Integer.parseInt(text);
      return must(number >= least && number <= most, number);
    };
  }

  static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    return text -> {
      must(text.equals(text.toLowerCase(Locale.ROOT)), text);
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    };
  }

  static boolean yesOrNo(String text) {
    return must(text.matches("true|false"), text.equals("true"));
  }

  /** Several values with commas in between. */
  static <T> Function<String, List<T>> listOf(Function<String, T> reader) {
    return text -> Stream.of(text.split(",", -1)).map(String::strip).map(reader).toList();
  }

  static URI webAddress(String text) {
    var uri = URI.create(text);
    var web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    return must(web && uri.getHost() != null, uri);
  }

  /** A web address to which paths are appended. */
  static URI base(String text) {
    return webAddress(text.replaceFirst("/+$", ""));
  }

  static String postgresUrl(String text) {
    return must(text.matches("jdbc:postgresql:.+"), text);
  }

  static String mailAddress(String text) {
    try {
      var address = new InternetAddress(text, true);
      return must(address.getAddress().contains("@"), text);
    } catch (AddressException e) {
      throw new IllegalArgumentException("", e);
    }
  }

  /** A named zone: an offset such as +01:00 would ignore daylight saving. */
  static ZoneId zone(String text) {
    must(ZoneId.getAvailableZoneIds().contains(text), text);
    return ZoneId.of(text);
  }

  static Duration duration(String text) {
    var match = DURATION.matcher(text);
    must(match.matches(), text);
    var amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static <T> T must(boolean right, T value) {
    if (!right) {
      throw new IllegalArgumentException();
    }
    return value;
  }
}
