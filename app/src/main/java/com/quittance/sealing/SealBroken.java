package com.quittance.sealing;

/** What is kept does not open: it was moved or altered, or its key is not among ours. */
public final class SealBroken extends RuntimeException {

  private static final long serialVersionUID = 1;

  SealBroken(String message) {
    super(message);
  }
}
