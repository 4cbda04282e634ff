package com.quittance.people;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operators, by the log, when passwords are being tried out. */
final class SignInWatch {

  private static final Logger LOG = LoggerFactory.getLogger(SignInWatch.class);
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  /** More failures than forgetful people make. */
  static final int MANY_FAILURES = 100;

  /** More networks than one person has. */
  static final int MANY_PLACES = 10;

  private final Attempts attempts;
  private Instant looked = Instant.MIN;
  private Instant told = Instant.MIN;

  SignInWatch(Attempts attempts) {
    this.attempts = attempts;
  }

  /** After a try that failed. */
  void failed(Instant now) {
    if (!isTimeToLook(now)) {
      return;
    }
    var lately = attempts.since(now.minus(WINDOW));
    if (lately.failures() >= MANY_FAILURES || lately.places() >= MANY_PLACES) {
      tell(lately, now);
    }
  }

  private synchronized boolean isTimeToLook(Instant now) {
    if (now.isBefore(told.plus(WINDOW)) || now.isBefore(looked.plus(BETWEEN_LOOKS))) {
      return false;
    }
    looked = now;
    return true;
  }

  private synchronized void tell(Attempts.Lately lately, Instant now) {
    told = now;
    LOG.warn(
        "passwords are being tried: {} failures on {} accounts from {} places in {} minutes, one"
            + " account from {} places",
        lately.failures(),
        lately.accounts(),
        lately.networks(),
        WINDOW.toMinutes(),
        lately.places());
  }
}
