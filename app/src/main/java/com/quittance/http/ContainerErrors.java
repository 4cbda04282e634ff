package com.quittance.http;

import com.quittance.relay.UuidV7;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What the container refuses before any filter sees it, such as a broken request line. */
public final class ContainerErrors extends ErrorReportValve {

  private final SecurityHeaders headers;
  private final Clock clock;

  private ContainerErrors(SecurityHeaders headers, Clock clock) {
    this.headers = headers;
    this.clock = clock;
  }

  /** Takes the place of the container's own error pages. */
  public static void on(StandardHost host, SecurityHeaders headers, Clock clock) {
    host.getPipeline().addValve(new ContainerErrors(headers, clock));
    host.setErrorReportValveClass(ContainerErrors.class.getName());
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    var problem = ProblemJson.ofStatus(response.getStatus());
    var id = UuidV7.from(clock).toString();
    var body =
        ProblemJson.body(problem, id)
            .put("status", response.getStatus())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    try {
      headers.write(response);
      response.setHeader(RequestId.HEADER, id);
      response.setContentType(ProblemJson.MEDIA_TYPE);
      response.setContentLength(body.length); // in no chunks: what was wrong may be the connection
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException gone) {
      // Whoever sent it has hung up.
    }
  }
}
