package com.quittance.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses that anybody on the Internet can be reached at from all others: private ones,
 * this machine, its links, groups, documentation, and IPv6 addresses that carry an IPv4 address for
 * somebody on the way to unwrap. After IANA's registries of special-purpose addresses.
 */
public final class PublicAddress {

  private static final List<Network> NOT_PUBLIC_V4 =
      networks(
          "0.0.0.0/8", // this network; 0.0.0.0 is this machine to most systems
          "10.0.0.0/8", // private
          "100.64.0.0/10", // behind a carrier's NAT; Alibaba's metadata
          "127.0.0.0/8", // this machine
          "168.63.129.16/32", // Azure's metadata, though it looks public
          "169.254.0.0/16", // this link; the metadata of most clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments; Oracle's metadata
          "192.0.2.0/24", // documentation
          "192.31.196.0/24", // AS112
          "192.52.193.0/24", // multicast tunnels (AMT)
          "192.88.99.0/24", // relays of 6to4
          "192.168.0.0/16", // private
          "192.175.48.0/24", // AS112
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // groups
          "240.0.0.0/4"); // reserved, and everybody (255.255.255.255)

  /** What is given to networks at all; mapped, NAT64, unique local and the like lie outside. */
  private static final Network GLOBAL_V6 = Network.parse("2000::/3");

  private static final List<Network> NOT_PUBLIC_V6 =
      networks(
          "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4: an IPv4 address follows
          "2620:4f:8000::/48", // AS112
          "3ffe::/16", // the 6bone of old
          "3fff::/20"); // documentation

  private PublicAddress() {}

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }

  public static boolean is(InetAddress address) {
    if (address instanceof Inet4Address) {
      return NOT_PUBLIC_V4.stream().noneMatch(network -> network.contains(address));
    }
    return GLOBAL_V6.contains(address)
        && NOT_PUBLIC_V6.stream().noneMatch(network -> network.contains(address))
        && !isIsatap(address.getAddress());
  }

  /** ISATAP: whatever the network, an interface 0000:5efe or 0200:5efe ends in an IPv4 address. */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & ~2) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }
}
