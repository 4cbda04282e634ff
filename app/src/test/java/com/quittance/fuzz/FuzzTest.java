package com.quittance.fuzz;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The inputs the fuzzers begin with, and some thousands derived from them: the same in each build.
 * {@code fuzz/parsers} goes on from here with Jazzer, which watches what code they reach.
 */
class FuzzTest {

  private static final long SEED = 20261123;
  private static final int ROUNDS = 10_000;

  /** In one input, on a machine that does other things as well. */
  private static final Duration SLOW = Duration.ofSeconds(10);

  static Stream<String> targets() {
    return FuzzTargets.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingBreaksIt(String name) {
    var fuzz = FuzzTargets.all().get(name);
    var seeds = fuzz.seeds();
    seeds.forEach(seed -> run(fuzz, seed, "seed " + HexFormat.of().formatHex(seed)));
    for (var round = 0; round < ROUNDS; round++) {
      var random = new Random(SEED + round);
      run(fuzz, derived(seeds, random), name + " of " + (SEED + round));
    }
  }

  private static void run(FuzzTargets.Case fuzz, byte[] input, String what) {
    var began = System.nanoTime();
    try {
      fuzz.target().run(input);
    } catch (Throwable broken) {
      throw new AssertionError(what, broken);
    }
    if (System.nanoTime() - began > SLOW.toNanos()) {
      throw new AssertionError("slow: " + what);
    }
  }

  /** One of them or two, cut, turned, doubled, joined. */
  private static byte[] derived(List<byte[]> seeds, Random random) {
    var bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (var changes = 1 + random.nextInt(6); changes > 0; changes--) {
      var at = random.nextInt(bytes.length + 1);
      switch (random.nextInt(6)) {
        case 0 -> {
          if (at < bytes.length) {
            bytes[at] = (byte) random.nextInt(256);
          }
        }
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        case 2 -> bytes = ByteDamage.joined(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
        case 3 ->
            bytes = ByteDamage.joined(bytes, at, Math.min(bytes.length, at + random.nextInt(9)));
        case 4 ->
            bytes =
                ByteDamage.joined(
                    bytes,
                    at,
                    at,
                    "0123456789=,|\"\r\n\\{}[]\u001F".substring(random.nextInt(20)).getBytes());
        default -> {
          var other = seeds.get(random.nextInt(seeds.size()));
          bytes =
              ByteDamage.joined(
                  bytes, at, at, Arrays.copyOf(other, random.nextInt(other.length + 1)));
        }
      }
    }
    return bytes.length > 20_000 ? Arrays.copyOf(bytes, 20_000) : bytes;
  }
}
