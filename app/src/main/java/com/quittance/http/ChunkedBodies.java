package com.quittance.http;

import com.quittance.http.BodyMemory.Place;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies that come in chunks, whose length nobody tells beforehand. Each occupies a thread:
 * asked to read them without one, the container (Tomcat 11.0) begins the connection's next request
 * within this one. So only some are read at a time, and none for long. For many threads.
 */
final class ChunkedBodies {

  /** A quarter of the threads there are. */
  private static final int MOST = 50;

  private final Semaphore places = new Semaphore(MOST);

  /**
   * @throws Problem when too many are on their way, or this one is too large, breaks off, or does
   *     not come in time
   */
  byte[] read(HttpServletRequest request, Place place) {
    if (!places.tryAcquire()) {
      throw BodyMemory.tooMany();
    }
    try {
      return read(request.getInputStream(), place);
    } catch (SocketTimeoutException _) {
      throw GatheredBody.tooLate();
    } catch (IOException broken) {
      throw GatheredBody.brokenOff(broken);
    } finally {
      places.release();
    }
  }

  private static byte[] read(InputStream in, Place place) throws IOException {
    var began = System.nanoTime();
    var body = new GatheredBody(-1);
    var buffer = new byte[8_192];
    for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (body.take(buffer, read)) {
        place.grow(read);
      }
      if (Duration.ofNanos(System.nanoTime() - began).compareTo(BodyFilter.PATIENCE) > 0) {
        throw body.late();
      }
    }
    return body.whole();
  }
}
