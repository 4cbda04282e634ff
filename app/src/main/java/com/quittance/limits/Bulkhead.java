package com.quittance.limits;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.Route;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Answers only some of the requests that hold much in memory at a time, whoever sends them; a few
 * others wait. Limits cannot do that: what everybody may ask in a minute can come in one moment.
 */
public final class Bulkhead implements HandlerInterceptor {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int WAITING_FOR_EACH = 4;

  /** What one of them may hold at its worst. */
  private static final long BYTES_OF_ONE = 64L << 20;

  private static final String ATTRIBUTE = Bulkhead.class.getName();

  private final Semaphore places;
  private final Semaphore waiting;

  /**
   * @param most at a time; four times as many wait
   */
  Bulkhead(int most) {
    this.places = new Semaphore(most, true);
    this.waiting = new Semaphore(most * WAITING_FOR_EACH);
  }

  /** Two for each processor, if there is memory for them. */
  public static Bulkhead ofThisProcess() {
    var runtime = Runtime.getRuntime();
    var fit = (int) (runtime.maxMemory() / BYTES_OF_ONE);
    return new Bulkhead(Math.clamp(fit, 1, 2 * runtime.availableProcessors()));
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod && Limit.isHeavy(Route.of(request))) {
      enter();
      request.setAttribute(ATTRIBUTE, true);
    }
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    if (request.getAttribute(ATTRIBUTE) != null) {
      request.removeAttribute(ATTRIBUTE);
      places.release();
    }
  }

  /**
   * @throws Problem when there is no place in time
   */
  private void enter() {
    if (places.tryAcquire()) {
      return;
    }
    if (!waiting.tryAcquire()) {
      throw full();
    }
    try {
      if (!places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw full();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw full();
    } finally {
      waiting.release();
    }
  }

  private static Problem full() {
    return Problem.of(Type.UNAVAILABLE, "Too many requests of this kind at a time.")
        .retryAfter(Duration.ofSeconds(1));
  }
}
