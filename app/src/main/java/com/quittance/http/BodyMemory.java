package com.quittance.http;

import com.quittance.http.Problem.Type;
import com.quittance.network.Neighbours;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What bodies hold in memory, those on their way, those being answered, and large answers on their
 * way back, of all senders and of each: so that nobody fills it by beginning many and ending none,
 * by sending many at once, or by taking none of what they asked for. For many threads.
 */
public final class BodyMemory {

  /** What a request takes besides its body. */
  private static final int OVERHEAD_BYTES = 16_384;

  /** A byte of a body is there as it came, in the text it is read from, and in what is read. */
  private static final int TIMES = 4;

  private final long most;
  private final long mostOfOne;
  private final AtomicLong held = new AtomicLong();
  private final ConcurrentHashMap<String, Long> bySender = new ConcurrentHashMap<>();

  /**
   * @param mostBytes of all together; a quarter of it for one sender
   */
  public BodyMemory(long mostBytes) {
    this.most = mostBytes;
    this.mostOfOne = mostBytes / 4;
  }

  /** A quarter of what memory there can be. */
  public static BodyMemory ofThisProcess() {
    return new BodyMemory(Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * For a body that begins; until its request has been answered.
   *
   * @throws Problem when there is no room
   */
  public Place enter(String address) {
    var place = new Place(Neighbours.of(address));
    place.take(OVERHEAD_BYTES);
    return place;
  }

  static Problem tooMany() {
    return Problem.of(Type.UNAVAILABLE, "Too many bodies at a time.")
        .retryAfter(Duration.ofSeconds(1));
  }

  long held() {
    return held.get();
  }

  /** Of one body, used by one thread at a time. */
  public final class Place {

    private final String sender;
    private long bytes;

    private Place(String sender) {
      this.sender = sender;
    }

    /**
     * @param read how many bytes more have come
     * @throws Problem when there is no room; all that was held is given back
     */
    void grow(int read) {
      take(TIMES * read);
    }

    /**
     * @param more bytes
     * @throws Problem when there is no room; all that was held is given back
     */
    public void take(int more) {
      bytes += more;
      var all = held.addAndGet(more);
      var own = bySender.merge(sender, (long) more, Long::sum);
      if (all > most || own > mostOfOne) {
        leave();
        throw tooMany();
      }
    }

    /** Gives all back; again does nothing. */
    public void leave() {
      var given = bytes;
      bytes = 0;
      held.addAndGet(-given);
      bySender.computeIfPresent(
          sender, (_, own) -> own == given ? null : Long.valueOf(own - given));
    }
  }
}
