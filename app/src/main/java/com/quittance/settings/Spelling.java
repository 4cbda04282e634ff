package com.quittance.settings;

import java.util.Collection;
import java.util.Comparator;

/** Finds what a misspelt name was meant to be. */
final class Spelling {
  private static final int NEAR = 2;

  private Spelling() {}

  static String nearest(String name, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(k -> distance(name, k))).orElseThrow();
  }

  static boolean isNear(String name, Collection<String> known) {
    return known.stream().anyMatch(k -> distance(name, k) <= NEAR);
  }

  /** How many letters must be added, removed or changed. */
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
