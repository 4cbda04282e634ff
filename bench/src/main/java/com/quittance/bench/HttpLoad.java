package com.quittance.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends prepared HTTP requests over plain sockets that stay open: of two cores a load generator may
 * take little. Counts the answers that are not 201.
 */
final class HttpLoad {

  private final int port;
  private final InvoiceRequests requests;
  private final AtomicInteger refused = new AtomicInteger();

  HttpLoad(int port, InvoiceRequests requests) {
    this.port = port;
    this.requests = requests;
  }

  /** As many as go through so many connections; answers per second. */
  double flatOut(int connections, double seconds) throws Exception {
    var end = System.nanoTime() + (long) (seconds * 1e9);
    var began = System.nanoTime();
    var done =
        onEach(
            connections,
            connection -> {
              var count = 0;
              while (System.nanoTime() < end) {
                connection.exchange(requests.any());
                count++;
              }
              return count;
            });
    var sum = done.stream().mapToInt(it -> it).sum();
    return sum / ((System.nanoTime() - began) / 1e9);
  }

  /**
   * At a fixed rate, whether the server keeps up or not.
   *
   * @return milliseconds from the moment each request was due to its answer, in rising order
   */
  double[] constant(int perSecond, int seconds, int connections) throws Exception {
    var took = new double[perSecond * seconds];
    var next = new AtomicInteger();
    var begin = System.nanoTime() + 50_000_000;
    onEach(
        connections,
        connection -> {
          int number;
          while ((number = next.getAndIncrement()) < took.length) {
            var due = begin + number * 1_000_000_000L / perSecond;
            for (long left; (left = due - System.nanoTime()) > 0; ) {
              LockSupport.parkNanos(left);
            }
            connection.exchange(requests.any());
            took[number] = (System.nanoTime() - due) / 1e6;
          }
          return number;
        });
    Arrays.sort(took);
    return took;
  }

  int refused() {
    return refused.get();
  }

  /** The body of one answer. */
  String once() throws IOException {
    try (var connection = new Connection()) {
      return new String(connection.exchange(requests.first()), StandardCharsets.UTF_8);
    }
  }

  private interface Work {
    int on(Connection connection) throws IOException;
  }

  private List<Integer> onEach(int connections, Work work)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var tasks =
          IntStream.range(0, connections)
              .mapToObj(
                  _ ->
                      (Callable<Integer>)
                          () -> {
                            try (var connection = new Connection()) {
                              return work.on(connection);
                            }
                          })
              .toList();
      var results = new ArrayList<Integer>();
      for (var result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    }
  }

  private final class Connection implements AutoCloseable {

    private final byte[] line = new byte[8192];
    private Socket socket;
    private InputStream in;

    Connection() throws IOException {
      open();
    }

    private void open() throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setSoTimeout(60_000);
      in = new BufferedInputStream(socket.getInputStream(), 16_384);
    }

    byte[] exchange(byte[] request) throws IOException {
      socket.getOutputStream().write(request);
      var status = line();
      if (!status.startsWith("HTTP/1.1 201")) {
        refused.incrementAndGet();
      }
      var length = -1;
      var last = false;
      for (String line; !(line = line()).isEmpty(); ) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
        last |= line.equals("Connection: close");
      }
      var body = length < 0 ? chunks() : in.readNBytes(length);
      if (last) {
        close();
        open();
      }
      return body;
    }

    private byte[] chunks() throws IOException {
      var body = new ByteArrayOutputStream(2048);
      for (int size; (size = Integer.parseInt(line(), 16)) > 0; ) {
        body.write(in.readNBytes(size));
        line();
      }
      line();
      return body.toByteArray();
    }

    private String line() throws IOException {
      var length = 0;
      for (int read; (read = in.read()) != '\n'; ) {
        if (read < 0 || length == line.length) {
          throw new IOException("the answer ends in its header");
        }
        line[length++] = (byte) read;
      }
      return new String(line, 0, Math.max(0, length - 1), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
