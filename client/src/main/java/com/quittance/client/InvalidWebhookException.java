package com.quittance.client;

/** It is not sure that Quittance sent this. */
public final class InvalidWebhookException extends RuntimeException {

  private static final long serialVersionUID = 1;

  InvalidWebhookException(String message) {
    super(message);
  }
}
