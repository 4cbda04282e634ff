package com.quittance.http;

import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Says of a path that leads nowhere no more than that. Spring's own reads the request's headers for
 * it, and fails at a {@code Content-Type} that is a range.
 */
public final class Dispatcher extends DispatcherServlet {

  private static final long serialVersionUID = 1;

  @Override
  protected void noHandlerFound(HttpServletRequest request, HttpServletResponse response) {
    throw Problem.of(Type.NOT_FOUND, Type.NOT_FOUND.title() + ".");
  }
}
