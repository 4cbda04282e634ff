package com.quittance.http;

/**
 * A browser that somebody has signed in with before, whoever it was.
 *
 * @param name tells it from others, and is of no use to be taken for it
 */
public record KnownBrowser(String name) {

  public static final String ATTRIBUTE = "quittance.known-browser";
}
