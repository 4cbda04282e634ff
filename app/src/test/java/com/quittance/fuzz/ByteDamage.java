package com.quittance.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes cut, turned, doubled, or put in where they do not belong. */
final class ByteDamage {

  /** What is no UTF-8, or means something to a parser. */
  private static final List<byte[]> PIECES =
      List.of(
          bytes(0xC0, 0xAF),
          bytes(0xC1, 0x81),
          bytes(0xE0, 0x80, 0xAF),
          bytes(0xED, 0xA0, 0x80),
          bytes(0xF4, 0x90, 0x80, 0x80),
          bytes(0xF8, 0x88, 0x80, 0x80, 0x80),
          bytes(0xFF),
          bytes(0xFE, 0xFF),
          bytes(0xEF, 0xBB, 0xBF),
          bytes(0x80),
          bytes(0xC3),
          bytes(0),
          bytes(0, '{', 0, '}'),
          bytes('"'),
          bytes('\\'),
          bytes('{'),
          bytes('}'),
          bytes('['),
          bytes(']'),
          bytes(','),
          bytes(':'),
          bytes('\r', '\n'),
          bytes(' '));

  private ByteDamage() {}

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (var n = 0; n < values.length; n++) {
      bytes[n] = (byte) values[n];
    }
    return bytes;
  }

  static byte[] of(byte[] whole, Random random) {
    var bytes = whole.clone();
    for (var changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
      var at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes = Arrays.copyOf(bytes, at);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3 -> bytes = joined(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(9)));
        case 4 -> bytes = joined(bytes, bytes.length, at); // its end twice
        default -> bytes = joined(bytes, at, at, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return bytes;
  }

  /** The beginning, what is put in, and the rest from there on. */
  static byte[] joined(byte[] bytes, int until, int from, byte... between) {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, until);
    out.writeBytes(between);
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }
}
