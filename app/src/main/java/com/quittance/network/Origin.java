package com.quittance.network;

import java.net.URI;
import java.util.Locale;

/**
 * Where a page comes from, as browsers tell it: scheme, host, and the port unless it is the
 * scheme's own.
 */
public record Origin(String text) {

  /**
   * @throws IllegalArgumentException when the text is no origin of a web page
   */
  public static Origin parse(String text) {
    var uri = URI.create(text.toLowerCase(Locale.ROOT));
    var https = "https".equals(uri.getScheme());
    if (!https && !"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("not an origin: " + text);
    }
    var named = uri.getScheme() + "://" + uri.getHost();
    var port = uri.getPort();
    if (!uri.toString().equals(port == -1 ? named : named + ":" + port)) {
      throw new IllegalArgumentException("more than an origin: " + text);
    }
    return new Origin(port == -1 || port == (https ? 443 : 80) ? named : named + ":" + port);
  }

  @Override
  public String toString() {
    return text;
  }
}
