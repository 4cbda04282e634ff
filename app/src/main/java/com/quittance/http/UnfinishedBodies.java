package com.quittance.http;

import com.quittance.http.Problem.Type;
import com.quittance.network.Neighbours;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies hold in memory that are still on their way, of all senders and of each: so that
 * nobody fills it by beginning many and ending none. For many threads.
 */
public final class UnfinishedBodies {

  /** What a request takes besides its body. */
  private static final int OVERHEAD_BYTES = 16_384;

  private final long most;
  private final long mostOfOne;
  private final AtomicLong held = new AtomicLong();
  private final ConcurrentHashMap<String, Long> bySender = new ConcurrentHashMap<>();

  /**
   * @param mostBytes of all together; a quarter of it for one sender
   */
  public UnfinishedBodies(long mostBytes) {
    this.most = mostBytes;
    this.mostOfOne = mostBytes / 4;
  }

  /** An eighth of what memory there can be. */
  public static UnfinishedBodies ofThisProcess() {
    return new UnfinishedBodies(Runtime.getRuntime().maxMemory() / 8);
  }

  /**
   * For a body that begins.
   *
   * @throws Problem when there is no room
   */
  Place enter(String address) {
    var place = new Place(Neighbours.of(address));
    place.grow(OVERHEAD_BYTES);
    return place;
  }

  static Problem tooMany() {
    return Problem.of(Type.UNAVAILABLE, "Too many bodies are on their way.")
        .retryAfter(Duration.ofSeconds(1));
  }

  long held() {
    return held.get();
  }

  /** Of one body, used by one thread at a time. */
  final class Place {

    private final String sender;
    private long bytes;

    private Place(String sender) {
      this.sender = sender;
    }

    /**
     * @throws Problem when there is no room; all that was held is given back
     */
    void grow(int more) {
      bytes += more;
      var all = held.addAndGet(more);
      var own = bySender.merge(sender, (long) more, Long::sum);
      if (all > most || own > mostOfOne) {
        leave();
        throw tooMany();
      }
    }

    /** Gives all back; again does nothing. */
    void leave() {
      var given = bytes;
      bytes = 0;
      held.addAndGet(-given);
      bySender.computeIfPresent(
          sender, (_, own) -> own == given ? null : Long.valueOf(own - given));
    }
  }
}
