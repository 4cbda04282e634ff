package com.quittance.http;

import com.quittance.network.Network;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The proxies in front of the server. What they say about where a request came from is believed;
 * what anybody else says is not even read.
 */
public final class Proxies {

  private static final String CAME_FROM = "X-Forwarded-For";
  private static final String CAME_BY = "X-Forwarded-Proto";

  private final List<Network> networks;

  /**
   * @param networks that the proxies are in; nobody else is
   */
  public Proxies(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /** The request as it was before it reached the proxies. */
  HttpServletRequest seenThrough(HttpServletRequest request) {
    return isProxy(request.getRemoteAddr()) ? new Forwarded(request) : request;
  }

  private boolean isProxy(String address) {
    return literal(address).filter(this::isProxy).isPresent();
  }

  private boolean isProxy(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static Optional<InetAddress> literal(String address) {
    try {
      return Optional.of(Network.address(address));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /**
   * Each proxy adds whom it heard from at the end, so the last one that is no proxy is the caller;
   * what stands before it is the caller's own word.
   */
  private String client(HttpServletRequest request) {
    var client = request.getRemoteAddr();
    for (var said : said(request).reversed()) {
      var address = literal(said);
      if (address.isEmpty()) {
        return client;
      }
      client = address.get().getHostAddress();
      if (!isProxy(address.get())) {
        return client;
      }
    }
    return client;
  }

  private static List<String> said(HttpServletRequest request) {
    var all = new ArrayList<String>();
    for (var line : Collections.list(request.getHeaders(CAME_FROM))) {
      for (var one : line.split(",", -1)) {
        all.add(one.strip());
      }
    }
    return all;
  }

  private final class Forwarded extends HttpServletRequestWrapper {

    private final String client;
    private final boolean secure;

    Forwarded(HttpServletRequest request) {
      super(request);
      this.client = client(request);
      this.secure = "https".equalsIgnoreCase(request.getHeader(CAME_BY));
    }

    @Override
    public String getRemoteAddr() {
      return client;
    }

    @Override
    public boolean isSecure() {
      return secure;
    }
  }
}
