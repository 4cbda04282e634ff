package com.quittance.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only source of addresses of the client that sends webhooks: what is connected to is what was
 * checked here, and nothing is looked up again in between. One address that may not be called
 * spoils all, or it would be a matter of chance.
 */
final class CheckedNames implements DnsResolver {

  private static final Logger LOG = LoggerFactory.getLogger(CheckedNames.class);

  private final NameService names;
  private final Destinations destinations;

  CheckedNames(NameService names, Destinations destinations) {
    this.names = names;
    this.destinations = destinations;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var addresses = names.addresses(host);
    var refused = Arrays.stream(addresses).filter(a -> !destinations.admits(a)).toList();
    if (addresses.length == 0 || !refused.isEmpty()) {
      LOG.warn("no webhook is sent to {}: {} is not public", host, refused);
      throw new UnknownHostException(host);
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
