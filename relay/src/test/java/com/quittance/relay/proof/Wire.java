package com.quittance.relay.proof;

import com.quittance.postgres.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between one worker and PostgreSQL. Can be cut, and can swallow what is sent: then
 * nobody is told anything, as when a firewall drops packets.
 */
final class Wire implements AutoCloseable {

  private final Database behind;
  private final ServerSocket door;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition healed = lock.newCondition();
  private final AtomicLong cut = new AtomicLong();
  private boolean black;

  Wire(Database behind) throws IOException {
    this.behind = behind;
    this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  /** The database, through this wire. */
  Database database() {
    var there = URI.create(behind.url().substring("jdbc:".length()));
    var url = behind.url().replace(":" + there.getPort() + "/", ":" + door.getLocalPort() + "/");
    return new Database(url, behind.user(), behind.password());
  }

  /** Ends all connections at once. How many so far. */
  long cut() {
    for (var line : lines) {
      line.cut();
    }
    return cut.get();
  }

  /**
   * What is asked arrives, what is answered does not: nobody knows what was done. For so long, then
   * the connections are torn.
   */
  void loseAnswers(Duration time) {
    for (var line : lines) {
      line.mute = true;
    }
    LockSupport.parkNanos(time.toNanos());
    cut();
  }

  /** From now on nothing passes, in either direction; what is sent is kept. */
  void swallow() {
    lock.lock();
    black = true;
    lock.unlock();
  }

  /** What was kept arrives after all, as repeated packets do: late. */
  void heal() {
    lock.lock();
    black = false;
    healed.signalAll();
    lock.unlock();
  }

  /** What was kept is lost, and the old connections stay silent for ever; new ones work. */
  void healForNewConnections() {
    for (var line : lines) {
      line.lost = true;
    }
    heal();
  }

  private void serve() {
    try {
      while (true) {
        var client = door.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void connect(Socket client) {
    try {
      var there = URI.create(behind.url().substring("jdbc:".length()));
      var line = new Line(client, new Socket(there.getHost(), there.getPort()));
      lines.add(line);
      Thread.ofVirtual().start(() -> line.pass(line.client, line.server));
      line.pass(line.server, line.client);
    } catch (IOException refused) {
      close(client);
    }
  }

  /** One connection. */
  private final class Line {

    private final Socket client;
    private final Socket server;
    private volatile boolean lost;
    private volatile boolean mute;

    private Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    private void pass(Socket from, Socket to) {
      try {
        copy(from, to);
      } catch (IOException ended) {
        // either side is gone
      }
      if (!lost) {
        close(client);
        close(server);
        lines.remove(this);
      }
    }

    private void copy(Socket from, Socket to) throws IOException {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      var bytes = new byte[16_384];
      for (var size = in.read(bytes); size != -1; size = in.read(bytes)) {
        awaitHealth();
        if (!lost && !(mute && from == server)) {
          out.write(bytes, 0, size);
        }
      }
      awaitHealth();
    }

    private void cut() {
      cut.incrementAndGet();
      lines.remove(this);
      close(client);
      close(server);
    }
  }

  private void awaitHealth() {
    lock.lock();
    while (black) {
      healed.awaitUninterruptibly();
    }
    lock.unlock();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // as wanted
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    heal();
    cut();
  }
}
