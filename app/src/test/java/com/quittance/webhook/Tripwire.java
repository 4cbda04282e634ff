package com.quittance.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Listens on every address of this machine, and knows whether anybody came. */
final class Tripwire implements AutoCloseable {

  private final ServerSocket socket;
  private final BlockingQueue<Integer> visitors = new LinkedBlockingQueue<>();

  Tripwire() {
    try {
      socket = new ServerSocket(0, 200);
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    Thread.startVirtualThread(this::listen);
  }

  private void listen() {
    while (!socket.isClosed()) {
      try (var visitor = socket.accept()) {
        visitors.add(visitor.getPort());
      } catch (IOException closed) {
        return;
      }
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * How many came since the last time. Comes itself and waits until it is seen: whoever came before
   * has been seen by then.
   */
  int takeVisits() {
    try (var own = new Socket(InetAddress.getLoopbackAddress(), port())) {
      var others = 0;
      while (visitors.take() != own.getLocalPort()) {
        others++;
      }
      return others;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException already) {
      throw new UncheckedIOException(already);
    }
  }
}
