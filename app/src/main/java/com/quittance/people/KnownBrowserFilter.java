package com.quittance.people;

import com.quittance.http.KnownBrowser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells browsers that somebody has signed in with before from all others, ahead of the limit on
 * signing in: by their address alone, whoever shares it could keep them out.
 */
public final class KnownBrowserFilter extends HttpFilter {

  private static final long serialVersionUID = 1;

  /** Those that are made up cost the database no more than so many looks at the same time. */
  private static final int AT_ONCE = 2;

  private static final int PATIENCE_SECONDS = 2;

  private final transient KnownDevices devices;
  private final transient Cookies cookies;
  private final transient Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  /**
   * @param people in the role that may see people
   */
  public KnownBrowserFilter(DataSource people, Cookies cookies, Clock clock) {
    this.devices = new KnownDevices(JdbcClient.create(people));
    this.cookies = cookies;
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getMethod().equals("POST")) {
      cookies
          .device(request)
          .filter(this::isKnown)
          .map(device -> new KnownBrowser(Place.device(device)))
          .ifPresent(known -> request.setAttribute(KnownBrowser.ATTRIBUTE, known));
    }
    chain.doFilter(request, response);
  }

  private boolean isKnown(Secret device) {
    try {
      if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return false;
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      return devices.isKnown(device, clock.instant());
    } finally {
      places.release();
    }
  }
}
