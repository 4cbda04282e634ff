package com.quittance.examples.bookshop;

import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Tells the reader, if need be several times: a mail server may be away. */
@Component
class SendReceipt implements Listener<Ordered> {

  private final Post post;

  SendReceipt(Post post) {
    this.post = post;
  }

  @Override
  public Retry retry() {
    return Retry.tries(5, Duration.ofMillis(100), Duration.ofSeconds(30)).withJitter(0.2);
  }

  @Override
  public void handle(Ordered event, Attempt attempt) throws Exception {
    post.send(event.reader(), "You ordered " + event.title(), attempt.job());
  }
}
