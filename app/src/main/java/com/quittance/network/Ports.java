package com.quittance.network;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Some ports, such as {@code 443, 8443, 30000-32767}. */
public record Ports(List<Range> ranges) {

  private static final Pattern RANGE =
      Pattern.compile("\\s*(\\d{1,5})\\s*(?:-\\s*(\\d{1,5})\\s*)?");

  public Ports {
    ranges = List.copyOf(ranges);
  }

  /** Both ends are in it. */
  public record Range(int first, int last) {

    public Range {
      if (first < 1 || last < first || last > 65_535) {
        throw new IllegalArgumentException("not ports: %d-%d".formatted(first, last));
      }
    }

    private static Range parse(String text) {
      var range = RANGE.matcher(text);
      if (!range.matches()) {
        throw new IllegalArgumentException("not a port: " + text);
      }
      var first = Integer.parseInt(range.group(1));
      return new Range(first, range.group(2) == null ? first : Integer.parseInt(range.group(2)));
    }

    @Override
    public String toString() {
      return first == last ? "" + first : first + "-" + last;
    }
  }

  /**
   * @throws IllegalArgumentException when the text says something else
   */
  public static Ports parse(String text) {
    return new Ports(Stream.of(text.split(",", -1)).map(Range::parse).toList());
  }

  public boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.first <= port && port <= range.last);
  }

  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
  }
}
