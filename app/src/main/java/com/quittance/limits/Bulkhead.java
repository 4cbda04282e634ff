package com.quittance.limits;

import com.quittance.http.BodyMemory;
import com.quittance.http.Caller;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.Route;
import com.quittance.tenancy.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Does only some of the requests that hold much in memory at a time, whoever sends them; a few
 * others wait. Limits cannot do that: what everybody may ask in a minute can come in one moment.
 * Whoever takes an answer slowly keeps nobody waiting, and has room for so much of them only.
 */
@RestControllerAdvice
public final class Bulkhead implements HandlerInterceptor, ResponseBodyAdvice<Object> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int WAITING_FOR_EACH = 4;

  /** What one of them may hold at its worst. */
  private static final long BYTES_OF_ONE = 64L << 20;

  private static final String INSIDE = "quittance.bulkhead.inside";
  private static final String ANSWER = "quittance.bulkhead.answer";

  private final BodyMemory memory;
  private final int mostOfOne;
  private final Semaphore places;
  private final Semaphore waiting;
  private final ConcurrentHashMap<TenantId, Integer> byTenant = new ConcurrentHashMap<>();

  /**
   * @param memory for the answers
   * @param most at a time; four times as many wait. One tenant's are twice as many, those that wait
   *     included
   */
  Bulkhead(BodyMemory memory, int most) {
    this.memory = memory;
    this.mostOfOne = 2 * most;
    this.places = new Semaphore(most, true);
    this.waiting = new Semaphore(most * WAITING_FOR_EACH);
  }

  /** Two for each processor, if there is memory for them. */
  public static Bulkhead ofThisProcess(BodyMemory memory) {
    var runtime = Runtime.getRuntime();
    var fit = (int) (runtime.maxMemory() / BYTES_OF_ONE);
    return new Bulkhead(memory, Math.clamp(fit, 1, 2 * runtime.availableProcessors()));
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod
        && Limit.isHeavy(Route.of(request))
        && request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller) {
      var tenant = caller.principal().tenant();
      enter(tenant);
      request.setAttribute(INSIDE, tenant);
    }
    return true;
  }

  @Override
  public boolean supports(
      MethodParameter answer, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter answer,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest http,
      ServerHttpResponse response) {
    var request = ((ServletServerHttpRequest) http).getServletRequest();
    if (leave(request) && body instanceof byte[] bytes) {
      var place = memory.enter(request.getRemoteAddr());
      place.take(bytes.length);
      request.setAttribute(ANSWER, place);
    }
    return body;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    leave(request);
    if (request.getAttribute(ANSWER) instanceof BodyMemory.Place place) {
      place.leave();
    }
  }

  /** Whether it was inside. */
  private boolean leave(HttpServletRequest request) {
    if (!(request.getAttribute(INSIDE) instanceof TenantId tenant)) {
      return false;
    }
    request.removeAttribute(INSIDE);
    places.release();
    forget(tenant);
    return true;
  }

  /**
   * @throws Problem when there is no place in time
   */
  private void enter(TenantId tenant) {
    if (byTenant.merge(tenant, 1, Integer::sum) > mostOfOne || !hasPlace()) {
      forget(tenant);
      throw Problem.of(Type.UNAVAILABLE, "Too many requests of this kind at a time.")
          .retryAfter(Duration.ofSeconds(1));
    }
  }

  private void forget(TenantId tenant) {
    byTenant.computeIfPresent(tenant, (_, own) -> own == 1 ? null : Integer.valueOf(own - 1));
  }

  private boolean hasPlace() {
    if (places.tryAcquire()) {
      return true;
    }
    if (!waiting.tryAcquire()) {
      return false;
    }
    try {
      return places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.release();
    }
  }
}
