package com.quittance.limits;

import com.quittance.http.Caller;
import com.quittance.http.KnownBrowser;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.Route;
import com.quittance.limits.Portions.Outcome;
import com.quittance.settings.Quota;
import com.quittance.settings.Settings.Limits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request pass while its {@link Limit limits} do, and tells what is left of them. */
public final class RateLimits implements HandlerInterceptor {

  private final Limits settings;
  private final Portions portions;

  public RateLimits(Limits settings, Portions portions) {
    this.settings = settings;
    this.portions = portions;
  }

  private record Asked(Limit limit, Quota quota, Outcome outcome) {

    /** In whole seconds, and never that there is nothing to wait for. */
    long reset() {
      return Math.max(1, outcome.reset().plusMillis(999).toSeconds());
    }
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod) {
      admit(request, response);
    }
    return true;
  }

  /**
   * @throws Problem when a limit of the request is used up
   */
  void admit(HttpServletRequest request, HttpServletResponse response) {
    var caller = request.getAttribute(Caller.ATTRIBUTE) instanceof Caller known ? known : null;
    admit(Limit.of(Route.of(request), caller), caller, request, response);
  }

  /** For a request whose sender turned out to be nobody we know. */
  void admitStranger(HttpServletRequest request, HttpServletResponse response) {
    admit(List.of(Limit.ADDRESS), null, request, response);
  }

  /**
   * @throws Problem when one of them is used up
   */
  private void admit(
      List<Limit> limits,
      @Nullable Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    var browser = (KnownBrowser) request.getAttribute(KnownBrowser.ATTRIBUTE);
    var asked = new ArrayList<Asked>();
    for (var limit : limits) {
      var quota = limit.quota(settings);
      if (quota.isLimit()) {
        var key = limit.key(request.getRemoteAddr(), browser, caller);
        var one = new Asked(limit, quota, portions.take(key, quota));
        asked.add(one);
        if (!one.outcome().admitted()) {
          tell(asked, one, response);
          throw refused(one);
        }
      }
    }
    asked.stream()
        .min(Comparator.comparingLong(one -> one.outcome().left()))
        .ifPresent(scarcest -> tell(asked, scarcest, response));
  }

  private static Problem refused(Asked limit) {
    return Problem.of(
            Type.RATE_LIMITED,
            "The limit %s allows %d requests in %d s."
                .formatted(
                    limit.limit().code(), limit.quota().most(), limit.quota().per().toSeconds()))
        .retryAfter(Duration.ofSeconds(limit.reset()));
  }

  /** As the IETF's draft has it, and as it was usual before. */
  private static void tell(List<Asked> asked, Asked scarcest, HttpServletResponse response) {
    response.setHeader(
        "RateLimit-Policy",
        asked.stream()
            .map(
                one ->
                    "\"%s\";q=%d;w=%d"
                        .formatted(
                            one.limit().code(), one.quota().most(), one.quota().per().toSeconds()))
            .collect(Collectors.joining(", ")));
    response.setHeader(
        "RateLimit",
        asked.stream()
            .map(
                one ->
                    "\"%s\";r=%d;t=%d"
                        .formatted(one.limit().code(), one.outcome().left(), one.reset()))
            .collect(Collectors.joining(", ")));
    response.setHeader("X-RateLimit-Limit", Integer.toString(scarcest.quota().most()));
    response.setHeader("X-RateLimit-Remaining", Long.toString(scarcest.outcome().left()));
    response.setHeader("X-RateLimit-Reset", Long.toString(scarcest.reset()));
  }
}
