package com.quittance.bench.relay;

import java.util.List;

/** Of measured values. */
final class Figures {

  private Figures() {}

  static double median(List<Double> values) {
    return percentile(values, 50);
  }

  /**
   * @param percent 0 to 100; the nearest rank
   */
  static double percentile(List<Double> values, double percent) {
    var sorted = values.stream().sorted().toList();
    var rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
