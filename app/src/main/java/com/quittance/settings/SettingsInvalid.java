package com.quittance.settings;

import java.util.List;

/** Everything that is wrong with the settings at once: one line each, with the fix. */
public final class SettingsInvalid extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<String> lines;

  SettingsInvalid(List<String> lines) {
    super(String.join(System.lineSeparator(), lines));
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
