package com.quittance.http;

import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
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
  byte[] read(HttpServletRequest request) {
    if (!places.tryAcquire()) {
      Connections.closeAfter(request);
      throw UnfinishedBodies.tooMany();
    }
    try {
      return read(request.getInputStream());
    } catch (SocketTimeoutException silent) {
      throw Problem.of(Type.REQUEST_TIMEOUT, "The body did not come in time.", silent);
    } catch (IOException broken) {
      throw Problem.of(Type.INVALID_REQUEST, "The body breaks off.", broken);
    } catch (Problem refused) {
      Connections.closeAfter(request);
      throw refused;
    } finally {
      places.release();
    }
  }

  /** What is beyond the limit is read and forgotten: whoever still sends would miss our answer. */
  private static byte[] read(InputStream in) throws IOException {
    var began = System.nanoTime();
    var body = new ByteArrayOutputStream();
    var buffer = new byte[8_192];
    var tooLarge = false;
    for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      tooLarge |= body.size() + read > BodyFilter.MAX_BYTES;
      if (!tooLarge) {
        body.write(buffer, 0, read);
      }
      if (Duration.ofNanos(System.nanoTime() - began).compareTo(BodyFilter.PATIENCE) > 0) {
        throw tooLarge
            ? BodyFilter.tooLarge()
            : Problem.of(Type.REQUEST_TIMEOUT, "The body did not come in time.");
      }
    }
    if (tooLarge) {
      throw BodyFilter.tooLarge();
    }
    return body.toByteArray();
  }
}
