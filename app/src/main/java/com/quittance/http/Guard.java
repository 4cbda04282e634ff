package com.quittance.http;

import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Annotation;
import java.util.Set;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Stands before every route; one that does not say who may enter is shut. */
public final class Guard implements HandlerInterceptor {

  /** A route has one of these. */
  public static final Set<Class<? extends Annotation>> ADMISSIONS = Set.of(Needs.class, Open.class);

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod route && !request.getMethod().equals("OPTIONS")) {
      admit(request, route);
    }
    return true;
  }

  private static void admit(HttpServletRequest request, HandlerMethod route) {
    if (route.hasMethodAnnotation(Open.class)) {
      return;
    }
    var needs = route.getMethodAnnotation(Needs.class);
    if (needs == null) {
      throw Problem.of(Type.ABILITY_MISSING, "Nobody may do this.");
    }
    var ability = needs.value();
    if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)) {
      throw Problem.of(Type.TOKEN_MISSING, "Send the header Authorization: Bearer qt_….");
    }
    if (!caller.principal().may(ability)) {
      throw Problem.of(
          Type.ABILITY_MISSING, "The token lacks the ability %s.".formatted(ability.code()));
    }
  }
}
