package com.quittance.limits;

import com.quittance.http.Caller;
import com.quittance.http.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Counts those who are turned away before anybody knows for whom they act, by where they ask from.
 * It stands around whoever finds out: before, all who share an address with them would be counted
 * too.
 */
public final class StrangersFilter extends HttpFilter {

  private static final long serialVersionUID = 1;

  private final transient RateLimits limits;

  public StrangersFilter(RateLimits limits) {
    this.limits = limits;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (Problem refused) {
      if (request.getAttribute(Caller.ATTRIBUTE) == null) {
        limits.admitStranger(request, response);
      }
      throw refused;
    }
  }
}
