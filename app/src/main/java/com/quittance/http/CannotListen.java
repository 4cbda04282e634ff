package com.quittance.http;

import com.quittance.settings.Settings.Http;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The server cannot have the address and port it was given. */
public final class CannotListen extends RuntimeException {

  private static final long serialVersionUID = 1;

  private CannotListen(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Tries, before anything else is started.
   *
   * @throws CannotListen with what to change
   */
  public static void check(Http http) {
    if (http.port() == 0) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(http.address(), http.port()));
    } catch (IOException refused) {
      throw because(http, refused);
    }
  }

  /** Somebody took the port after we had looked. */
  public static CannotListen taken(Http http, Throwable cause) {
    return new CannotListen(
        "Port %d on %s is taken by another program: stop that, or set QUITTANCE_PORT (or --port) to another one, 0 for any free one."
            .formatted(http.port(), http.address()),
        cause);
  }

  private static CannotListen because(Http http, IOException refused) {
    var reason = String.valueOf(refused.getMessage());
    if (reason.contains("in use")) {
      return taken(http, refused);
    }
    if (reason.contains("Permission")) {
      return new CannotListen(
          "Port %d may not be opened by this user: set QUITTANCE_PORT (or --port) to one from 1024 on."
              .formatted(http.port()),
          refused);
    }
    return new CannotListen(
        "%s is no address of this machine (%s): set QUITTANCE_ADDRESS to one, or to 0.0.0.0 for all."
            .formatted(http.address(), reason),
        refused);
  }
}
