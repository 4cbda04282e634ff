package com.quittance.http;

import com.quittance.http.Problem.Type;
import com.quittance.relay.UuidV7;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;

/**
 * The outermost door: names the request and whom it comes from, turns large bodies away, and lets
 * no error out but as a problem.
 */
public final class DoorFilter extends HttpFilter {

  /** One megabyte: some hundred times the largest sensible invoice. */
  public static final int MAX_BODY_BYTES = 1 << 20;

  private static final long serialVersionUID = 1;

  private final transient Proxies proxies;
  private final transient SecurityHeaders headers;
  private final transient Clock clock;

  public DoorFilter(Proxies proxies, SecurityHeaders headers, Clock clock) {
    this.proxies = proxies;
    this.headers = headers;
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest received, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var request = proxies.seenThrough(received);
    var id = UuidV7.from(clock);
    RequestId.set(request, id);
    response.setHeader(RequestId.HEADER, id.toString());
    headers.write(response, request.isSecure());
    try {
      if (request.getContentLengthLong() > MAX_BODY_BYTES) {
        throw tooLarge();
      }
      chain.doFilter(request, response);
    } catch (Problem problem) {
      ProblemJson.write(response, problem, id.toString());
    } catch (ServletException | RuntimeException failure) {
      ProblemJson.write(response, Problems.unexpected(failure, request), id.toString());
    }
  }

  static Problem tooLarge() {
    return Problem.of(Type.TOO_LARGE, "A body has at most %d bytes.".formatted(MAX_BODY_BYTES));
  }
}
