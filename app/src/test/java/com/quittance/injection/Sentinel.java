package com.quittance.injection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens where hostile text points to, and counts who comes. */
public final class Sentinel implements AutoCloseable {

  private final ServerSocket socket;
  private final AtomicInteger visits = new AtomicInteger();

  public Sentinel() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    Thread.startVirtualThread(this::listen);
  }

  private void listen() {
    while (!socket.isClosed()) {
      try (var _ = socket.accept()) {
        visits.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }

  public String url() {
    return "http://127.0.0.1:%d/".formatted(socket.getLocalPort());
  }

  public int visits() {
    return visits.get();
  }

  /** And begins to count anew. */
  public int takeVisits() {
    return visits.getAndSet(0);
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
