package com.quittance.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Ends connections whose request is answered before it has been read. By itself the container would
 * read on, on a thread, as slowly as its sender likes.
 */
public final class Connections extends ValveBase {

  private static final String ATTRIBUTE = "quittance.connection";

  private Connections() {
    super(true);
  }

  public static void on(StandardHost host) {
    host.getPipeline().addValve(new Connections());
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    request.setAttribute(ATTRIBUTE, request);
    getNext().invoke(request, response);
  }

  static void closeAfter(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Request container) {
      container.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }
}
