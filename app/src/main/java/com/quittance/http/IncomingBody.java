package com.quittance.http;

import com.quittance.http.BodyMemory.Place;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
  private final GatheredBody body;
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
    this.body = new GatheredBody(request.getContentLengthLong());
  }

  /** Whoever calls it tells {@link #onError} what it throws, and only then takes an answer. */
  @Override
  public void onDataAvailable() throws IOException {
    try {
      var in = request.getInputStream();
      // In this order: being asked whether more is ready, the container waits for what follows.
      while (!done && !in.isFinished() && in.isReady()) {
        var read = in.read(buffer);
        if (read > 0 && body.take(buffer, read)) {
          place.grow(read);
        }
      }
    } catch (Problem refused) {
      goOn(refused);
    }
  }

  @Override
  public void onAllDataRead() {
    try {
      goOn(body.whole());
    } catch (Problem tooLarge) {
      goOn(tooLarge);
    }
  }

  /** The container dispatches no request that broke off; it is answered here. */
  @Override
  public void onError(Throwable broken) {
    if (end()) {
      place.leave();
      var problem = GatheredBody.brokenOff(broken);
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
    goOn(body.late());
  }

  /** A whole body keeps its place until the request is over; others give it up at once. */
  private void goOn(Object outcome) {
    if (end()) {
      if (outcome instanceof Problem) {
        place.leave();
      }
      request.setAttribute(BodyFilter.ATTRIBUTE, outcome);
      exchange.dispatch();
    }
  }

  /** Whether it had not ended yet. */
  private boolean end() {
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
