package com.quittance.network;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A range of addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param base its first address
 * @param bits how many leading bits all of its addresses share
 */
public record Network(InetAddress base, int bits) {

  private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]{2,45})/(\\d{1,3})");
  private static final Pattern QUAD = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

  /**
   * @throws IllegalArgumentException when the text is no network, or names an address inside one
   */
  public static Network parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    var base = address(form.group(1));
    var bits = Integer.parseInt(form.group(2));
    var length = base.getAddress().length * 8;
    if (bits > length || firstBits(base.getAddress(), bits, length) < length) {
      throw new IllegalArgumentException("not the beginning of a network: " + text);
    }
    return new Network(base, bits);
  }

  /**
   * An address as people write it: four decimal numbers, or IPv6. Other spellings of IPv4 mean one
   * thing to one program and another to the next, so they mean nothing here.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static InetAddress address(String text) {
    var isV6 = text.indexOf(':') >= 0;
    if (isV6 ? !text.matches("[0-9a-fA-F:.]+") : !QUAD.matcher(text).matches()) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    return InetAddress.ofLiteral(text);
  }

  /** An IPv4 address and the same one mapped into IPv6 are one to the JDK, and so here. */
  public boolean contains(InetAddress address) {
    var first = base.getAddress();
    var other = address.getAddress();
    if (first.length != other.length) {
      return false;
    }
    for (var i = 0; i < bits; i++) {
      if (bit(first, i) != bit(other, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean bit(byte[] address, int i) {
    return (address[i / 8] >> (7 - i % 8) & 1) == 1;
  }

  /** The length, unless a bit behind the first ones is set: then its place. */
  private static int firstBits(byte[] address, int bits, int length) {
    var i = bits;
    while (i < length && !bit(address, i)) {
      i++;
    }
    return i;
  }

  @Override
  public String toString() {
    return base.getHostAddress() + "/" + bits;
  }
}
