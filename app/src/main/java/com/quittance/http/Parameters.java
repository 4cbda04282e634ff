package com.quittance.http;

import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a query; one that is not what it should be is refused by its name. */
public final class Parameters {

  private final HttpServletRequest http;

  public Parameters(HttpServletRequest http) {
    this.http = http;
  }

  /**
   * @param reader throws IllegalArgumentException or DateTimeException when it is something else
   * @return null when it is not there
   */
  public <T> @Nullable T one(String name, String expected, Function<String, T> reader) {
    var text = http.getParameter(name);
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      throw Problem.of(Type.INVALID_REQUEST, "%s: expected %s.".formatted(name, expected));
    }
  }

  /**
   * What a list is sorted by.
   *
   * @param descending whether the greatest come first
   */
  public record Order<S>(S sort, boolean descending) {}

  /** The newest first unless said otherwise. */
  public <S> Order<S> order(S[] sorts, Function<S, String> code, String expected) {
    var order =
        one(
            "sort",
            expected + ", with a - before it for the greatest first",
            text -> {
              var descending = text.startsWith("-");
              return new Order<>(
                  coded(descending ? text.substring(1) : text, sorts, code), descending);
            });
    return order == null ? new Order<>(coded("created_at", sorts, code), true) : order;
  }

  /**
   * The one of that code.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static <E> E coded(String text, E[] all, Function<E, String> code) {
    return Arrays.stream(all)
        .filter(one -> code.apply(one).equals(text))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  /**
   * @throws IllegalArgumentException when the text is none of the pattern's
   */
  public static String matching(String text, String pattern) {
    if (!text.matches(pattern)) {
      throw new IllegalArgumentException(pattern);
    }
    return text;
  }
}
