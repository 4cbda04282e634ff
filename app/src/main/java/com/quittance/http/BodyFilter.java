package com.quittance.http;

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

  private final transient UnfinishedBodies unfinished;
  private final transient ChunkedBodies chunks = new ChunkedBodies();

  public BodyFilter(UnfinishedBodies unfinished) {
    this.unfinished = unfinished;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isThere(request, response)) {
      chain.doFilter(request, response);
    }
  }

  /** Otherwise the request comes again when it is. */
  private boolean isThere(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      return switch (request.getAttribute(ATTRIBUTE)) {
        case byte[] _ -> true;
        case Problem refused -> throw refused;
        case null, default -> comesAtOnce(request, response);
      };
    } catch (Problem refused) {
      Connections.closeAfter(request);
      throw refused;
    }
  }

  private boolean comesAtOnce(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getContentLengthLong() > 0) {
      receive(request, response);
      return false;
    }
    if (request.getHeader("Transfer-Encoding") != null) {
      request.setAttribute(ATTRIBUTE, chunks.read(request));
    }
    return true;
  }

  private void receive(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var place = unfinished.enter(request.getRemoteAddr());
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
