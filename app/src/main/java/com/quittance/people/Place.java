package com.quittance.people;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Where somebody tries to come in from, as far as it counts for what others may try. */
final class Place {

  private static final int IPV4_NETWORK = 3;
  private static final int IPV6_NETWORK = 8;

  /** All that they have not been in from, together. */
  static final String ELSEWHERE = "elsewhere";

  private static final String NETWORK = "net:";

  private Place() {}

  /** Whether they have not been in from there, as far as we know. */
  static boolean isElsewhere(String place) {
    return place.startsWith(NETWORK);
  }

  static String session(Session session) {
    return "session:" + session.id();
  }

  static String device(Secret device) {
    return "device:" + HexFormat.of().formatHex(device.hash(), 0, 16);
  }

  /** One provider's customer has many addresses: 256 of version 4, a /64 of version 6. */
  static String network(String address) {
    var bytes = literal(address);
    var kept = Arrays.copyOf(bytes, bytes.length == 4 ? IPV4_NETWORK : IPV6_NETWORK);
    return NETWORK + HexFormat.of().formatHex(kept);
  }

  private static byte[] literal(String address) {
    try {
      return InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException noAddress) {
      return new byte[4]; // a socket without one: all of them share a place
    }
  }
}
