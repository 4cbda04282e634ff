package com.quittance.http;

import com.quittance.http.BodyMemory.Place;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * Has the whole body before anybody asks who sends it. Whoever holds a request open after its
 * headers is let in by what is so at its end, not at its beginning, and keeps no thread meanwhile:
 * the request goes on, in an asynchronous dispatch, when its last byte is there.
 */
public final class BodyFilter extends HttpFilter {

  /** One megabyte: some hundred times the largest sensible invoice. */
  public static final int MAX_BYTES = 1 << 20;

  /** The bytes, or the {@link Problem} there was with them. */
  static final String ATTRIBUTE = "quittance.body";

  private static final long serialVersionUID = 1;

  /** For the first byte and the last; and so many bytes a second, which is what EDGE brings. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int SLOWEST_BYTES_PER_SECOND = 4_096;

  private final transient BodyMemory memory;
  private final transient ChunkedBodies chunks = new ChunkedBodies();

  public BodyFilter(BodyMemory memory) {
    this.memory = memory;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    switch (request.getAttribute(ATTRIBUTE)) {
      case byte[] _ -> chain.doFilter(request, response);
      case Problem refused -> throw closing(request, refused);
      case null, default -> begin(request, response, chain);
    }
  }

  private void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getContentLengthLong() > 0) {
      receive(request, response);
    } else if (request.getHeader("Transfer-Encoding") != null) {
      var place = enter(request);
      try {
        request.setAttribute(ATTRIBUTE, chunks(request, place));
        chain.doFilter(request, response);
      } finally {
        place.leave();
      }
    } else {
      chain.doFilter(request, response);
    }
  }

  private byte[] chunks(HttpServletRequest request, Place place) {
    try {
      return chunks.read(request, place);
    } catch (Problem refused) {
      throw closing(request, refused);
    }
  }

  private Place enter(HttpServletRequest request) {
    try {
      return memory.enter(request.getRemoteAddr());
    } catch (Problem refused) {
      throw closing(request, refused);
    }
  }

  /** What is left of a body that was not taken would be taken for the next request. */
  private static Problem closing(HttpServletRequest request, Problem refused) {
    Connections.closeAfter(request);
    return refused;
  }

  /** The request comes again when its body is there. */
  private void receive(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var place = enter(request);
    var exchange = request.startAsync();
    exchange.setTimeout(patience(request.getContentLengthLong()).toMillis());
    var body = new IncomingBody(request, response, place, exchange);
    exchange.addListener(body);
    request.getInputStream().setReadListener(body);
  }

  /** What is too large is only read so that its sender reads our answer. */
  private static Duration patience(long length) {
    return length > MAX_BYTES ? PATIENCE : PATIENCE.plusSeconds(length / SLOWEST_BYTES_PER_SECOND);
  }
}
