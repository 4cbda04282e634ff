package com.quittance.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Addresses that one subscriber has at the same time: one of IPv4, a whole /64 of IPv6. */
public final class Neighbours {

  private Neighbours() {}

  /** One name for all of them; those without an address share one. */
  public static String of(String address) {
    try {
      var literal = InetAddress.ofLiteral(address);
      return literal instanceof Inet4Address
          ? literal.getHostAddress()
          : HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), 8)) + "/64";
    } catch (IllegalArgumentException none) {
      return "unknown"; // a socket without one
    }
  }
}
