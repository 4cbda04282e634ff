package com.quittance.client;

import org.jspecify.annotations.Nullable;

/**
 * A client to be added.
 *
 * @param name 1 to 200 characters
 * @param email one address, without a name
 * @param address up to 500 characters, of one line or more
 * @param taxId up to 50 characters
 * @param locale {@code fr} or {@code en}, perhaps with a country; the company's when {@code null}
 */
public record NewClient(
    String name,
    String email,
    @Nullable String address,
    @Nullable String taxId,
    @Nullable String locale) {

  /** Somebody of whom nothing else is known. */
  public static NewClient of(String name, String email) {
    return new NewClient(name, email, null, null, null);
  }

  /** The same with this address. */
  public NewClient address(String lines) {
    return new NewClient(name, email, lines, taxId, locale);
  }

  /** The same with this tax id. */
  public NewClient taxId(String id) {
    return new NewClient(name, email, address, id, locale);
  }

  /** The same with this language. */
  public NewClient locale(String tag) {
    return new NewClient(name, email, address, taxId, tag);
  }
}
