package com.quittance.settings;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing an operator may choose.
 *
 * @param key its place in application.yml, below {@code quittance}
 * @param standard the value when nothing is chosen, as text; null when it is then off
 * @param meaning one line for the table
 * @param expected completes "expected …" when the value is wrong
 * @param reader reads the text; an IllegalArgumentException says that it is wrong
 * @param secret whether its value must never be shown
 */
public record Setting<T>(
    String key,
    @Nullable String standard,
    String meaning,
    String expected,
    Function<String, T> reader,
    boolean secret) {

  static <T> Setting<T> of(
      String key,
      @Nullable String standard,
      String meaning,
      String expected,
      Function<String, T> reader) {
    return new Setting<>(key, standard, meaning, expected, reader, false);
  }

  static Setting<Secret> secret(String key, String meaning, String expected) {
    return new Setting<>(key, null, meaning, expected, Secret::new, true);
  }

  /** The name in a file, such as {@code quittance.smtp.host}. */
  public String fileName() {
    return "quittance." + key;
  }

  /** The name in the environment, such as {@code QUITTANCE_SMTP_HOST}. */
  public String environmentName() {
    return fileName().replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(fileName(), environmentName());
  }
}
