package com.quittance.http;

import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.Principal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Annotation;
import java.util.Set;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Stands before every route; one that does not say who may enter is shut. */
public final class Guard implements HandlerInterceptor {

  /** A route has one of these. */
  public static final Set<Class<? extends Annotation>> ADMISSIONS =
      Set.of(Needs.class, Open.class, Personal.class);

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
    if (needs != null) {
      admit(request, needs.value());
    } else if (!route.hasMethodAnnotation(Personal.class)) {
      throw Problem.of(Type.ABILITY_MISSING, "Nobody may do this.");
    } else if (!isSignedIn(request)) {
      throw isCalled(request)
          ? Problem.of(
              Type.ABILITY_MISSING, "This is for people who are signed in, not for tokens.")
          : TokenFilter.missing();
    }
  }

  private static void admit(HttpServletRequest request, Ability ability) {
    if (request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller) {
      if (!caller.principal().may(ability)) {
        throw Problem.of(Type.ABILITY_MISSING, lacks(caller.principal(), ability));
      }
    } else if (isSignedIn(request) && request.getAttribute(Personal.LACKING) != null) {
      throw Problem.of(
          Type.SECOND_FACTOR_MISSING, "The company wants a second factor of you: set one up.");
    } else if (isSignedIn(request)) {
      throw Problem.of(Type.ABILITY_MISSING, "Choose a company that you belong to.");
    } else {
      throw TokenFilter.missing();
    }
  }

  private static String lacks(Principal caller, Ability ability) {
    return caller.token() == null || !ability.isOf(caller.role())
        ? "The role %s lacks the ability %s.".formatted(caller.role().code(), ability.code())
        : "The token lacks the ability %s.".formatted(ability.code());
  }

  private static boolean isCalled(HttpServletRequest request) {
    return request.getAttribute(Caller.ATTRIBUTE) != null;
  }

  private static boolean isSignedIn(HttpServletRequest request) {
    return request.getAttribute(Personal.ATTRIBUTE) != null;
  }
}
