package com.quittance.http;

import com.quittance.http.Problem.Type;
import com.quittance.http.UnfinishedBodies.Place;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Gathers one body as it comes, and sends its request on with what has become of it. The container
 * calls it from one thread at a time.
 */
final class IncomingBody implements ReadListener, AsyncListener {

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Place place;
  private final AsyncContext exchange;
  private final byte[] buffer = new byte[8_192];
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean tooLarge;
  private boolean done;

  IncomingBody(
      HttpServletRequest request,
      HttpServletResponse response,
      Place place,
      AsyncContext exchange) {
    this.request = request;
    this.response = response;
    this.place = place;
    this.exchange = exchange;
    this.tooLarge = request.getContentLengthLong() > BodyFilter.MAX_BYTES;
  }

  /** Whoever calls it tells {@link #onError} what it throws, and only then takes an answer. */
  @Override
  public void onDataAvailable() throws IOException {
    try {
      var in = request.getInputStream();
      // In this order: being asked whether more is ready, the container waits for what follows.
      while (!done && !in.isFinished() && in.isReady()) {
        take(in.read(buffer));
      }
    } catch (Problem refused) {
      goOn(refused);
    }
  }

  /** What is beyond the limit is read and forgotten: whoever still sends would miss our answer. */
  private void take(int read) {
    if (read < 0) {
      return;
    }
    tooLarge |= body.size() + read > BodyFilter.MAX_BYTES;
    if (tooLarge) {
      body.reset();
    } else {
      place.grow(read);
      body.write(buffer, 0, read);
    }
  }

  @Override
  public void onAllDataRead() {
    goOn(tooLarge ? BodyFilter.tooLarge() : body.toByteArray());
  }

  /** The container dispatches no request that broke off; it is answered here. */
  @Override
  public void onError(Throwable broken) {
    if (end()) {
      var problem = Problem.of(Type.INVALID_REQUEST, "The body breaks off.");
      try {
        ProblemJson.write(response, problem, RequestId.of(request).toString());
      } catch (IOException gone) {
        // Whoever sent it has hung up.
      }
      exchange.complete();
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    goOn(
        tooLarge
            ? BodyFilter.tooLarge()
            : Problem.of(Type.REQUEST_TIMEOUT, "The body did not come in time."));
  }

  private void goOn(Object outcome) {
    if (end()) {
      request.setAttribute(BodyFilter.ATTRIBUTE, outcome);
      exchange.dispatch();
    }
  }

  /** Whether it had not ended yet. */
  private boolean end() {
    place.leave();
    var first = !done;
    done = true;
    return first;
  }

  @Override
  public void onError(AsyncEvent event) {
    place.leave();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    place.leave();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Nobody starts anew.
  }
}
