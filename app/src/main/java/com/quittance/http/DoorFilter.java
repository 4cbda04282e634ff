package com.quittance.http;

import com.quittance.relay.UuidV7;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;

/**
 * The outermost door: names the request and whom it comes from, and lets no error out but as a
 * problem. A request whose body had to be waited for comes through it again.
 */
public final class DoorFilter extends HttpFilter {

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
    var again = received.getDispatcherType() == DispatcherType.ASYNC;
    var id = again ? RequestId.of(request) : UuidV7.from(clock);
    RequestId.set(request, id);
    response.setHeader(RequestId.HEADER, id.toString());
    headers.write(response, request.isSecure());
    try {
      chain.doFilter(request, response);
    } catch (Problem problem) {
      ProblemJson.write(response, problem, id.toString());
    } catch (ServletException | RuntimeException failure) {
      ProblemJson.write(response, Problems.unexpected(failure, request), id.toString());
    }
  }
}
