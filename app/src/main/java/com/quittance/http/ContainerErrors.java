package com.quittance.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What the container refuses before any filter sees it, such as a broken request line. */
public final class ContainerErrors extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    var problem = ProblemJson.ofStatus(response.getStatus());
    try {
      response.setContentType(ProblemJson.MEDIA_TYPE);
      response
          .getOutputStream()
          .write(
              ProblemJson.body(problem, RequestId.of(request).toString())
                  .put("status", response.getStatus())
                  .toString()
                  .getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException gone) {
      // Whoever sent it has hung up.
    }
  }
}
