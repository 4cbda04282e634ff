package com.quittance.limits;

import com.quittance.http.Problem;
import com.quittance.http.ProblemJson;
import com.quittance.http.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Counts requests that lead to no route, before they are told so: {@link RateLimits} stands before
 * routes alone.
 */
public final class NowhereLimits implements HandlerExceptionResolver, Ordered {

  private final RateLimits limits;

  public NowhereLimits(RateLimits limits) {
    this.limits = limits;
  }

  /** Before those who write what was wrong with the request. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception wrong) {
    if (handler != null) {
      return null;
    }
    try {
      limits.admit(request, response);
      return null;
    } catch (Problem refused) {
      try {
        ProblemJson.write(response, refused, RequestId.of(request).toString());
      } catch (IOException hungUp) {
        throw new UncheckedIOException(hungUp);
      }
      return new ModelAndView();
    }
  }
}
