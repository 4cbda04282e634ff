package com.quittance.webhook;

import com.quittance.network.Network;
import com.quittance.network.Ports;
import com.quittance.network.PublicAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where webhooks may go. Tenants choose the URLs and the server does the calling, so that nothing
 * may be reached that only the server can reach.
 *
 * @param plainHttp whether TLS may be missing
 * @param ports that may be called
 * @param networks that may be called though they are not public
 */
public record Destinations(boolean plainHttp, Ports ports, List<Network> networks) {

  private static final int MOST_CHARACTERS = 2_000;
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern NAME =
      Pattern.compile(
          "(?!.{254})[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /** A name that ends so is an IPv4 address to some program on the way. */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

  public Destinations {
    networks = List.copyOf(networks);
  }

  public boolean admits(InetAddress address) {
    return PublicAddress.is(address)
        || networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * A URL that may be called, as far as can be seen without asking for the host's addresses. One
   * spelling of each only: what two programs may read differently is refused.
   *
   * @throws IllegalArgumentException for any other
   */
  public URI parse(String text) {
    require(text.length() <= MOST_CHARACTERS && PRINTABLE.matcher(text).matches());
    var url = uri(text);
    var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    require(scheme.equals("https") || plainHttp && scheme.equals("http"));
    require(url.getHost() != null && url.getRawFragment() == null);
    var host = url.getHost().toLowerCase(Locale.ROOT);
    var authority = url.getRawAuthority().toLowerCase(Locale.ROOT);
    require(authority.equals(host) || authority.equals(host + ":" + url.getPort()));
    require(ports.contains(port(url)));
    requireHost(host);
    return url;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException("not a URL", malformed);
    }
  }

  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().length() == 5 ? 443 : 80;
  }

  private void requireHost(String host) {
    if (host.startsWith("[")) {
      require(admits(Network.address(host.substring(1, host.length() - 1))));
    } else if (NUMBER.matcher(host).matches()) {
      require(admits(Network.address(host)));
    } else {
      // A name without a dot is one of a network of the operator's own.
      require(NAME.matcher(host).matches() && (host.contains(".") || !networks.isEmpty()));
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not a URL that may be called");
    }
  }

  /** Completes "expected …" when a URL is refused. */
  String expected() {
    return "an %s address of a public host such as https://example.com/hooks, on port %s, without user, password or fragment"
        .formatted(plainHttp ? "http or https" : "https", ports);
  }
}
