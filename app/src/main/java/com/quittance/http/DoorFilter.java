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
 * The outermost door: names the request, turns large bodies away, and lets no error out but as a
 * problem.
 */
public final class DoorFilter extends HttpFilter {

  /** One megabyte: some hundred times the largest sensible invoice. */
  public static final int MAX_BODY_BYTES = 1 << 20;

  private static final long serialVersionUID = 1;

  private final transient Clock clock;

  public DoorFilter(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var id = UuidV7.from(clock);
    RequestId.set(request, id);
    response.setHeader(RequestId.HEADER, id.toString());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
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
