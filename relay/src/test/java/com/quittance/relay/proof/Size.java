package com.quittance.relay.proof;

/** How much is proven: a little in every build, all of it by {@code bench/proof}. */
final class Size {

  private static final boolean FULL = Boolean.getBoolean("relay.proof.full");

  private Size() {}

  static int of(int little, int full) {
    return FULL ? full : little;
  }

  /** Of whatever is random in the proofs; the moments of the operating system are not. */
  static long seed() {
    return Long.getLong("relay.proof.seed", 20261123);
  }

  /** One line that whoever runs it can grep. */
  static void print(String proof, String format, Object... counts) {
    System.out.println("PROOF " + proof + ": " + format.formatted(counts));
  }
}
