package com.quittance.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a client: {@code null} stays as it is, an empty {@code Optional} is taken
 * away. Begin with {@link #NOTHING}. Lengths are those of {@link NewClient}.
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // three states: stays, goes, becomes
public record ClientChange(
    @Nullable String name,
    @Nullable String email,
    @Nullable Optional<String> address,
    @Nullable Optional<String> taxId,
    @Nullable String locale) {

  /** All stays as it is. */
  public static final ClientChange NOTHING = new ClientChange(null, null, null, null, null);

  /** The name becomes this. */
  public ClientChange name(String other) {
    return new ClientChange(other, email, address, taxId, locale);
  }

  /** The e-mail address becomes this. */
  public ClientChange email(String other) {
    return new ClientChange(name, other, address, taxId, locale);
  }

  /** The address becomes this, or is taken away by {@code null}. */
  public ClientChange address(@Nullable String other) {
    return new ClientChange(name, email, Optional.ofNullable(other), taxId, locale);
  }

  /** The tax id becomes this, or is taken away by {@code null}. */
  public ClientChange taxId(@Nullable String other) {
    return new ClientChange(name, email, address, Optional.ofNullable(other), locale);
  }

  /** The language becomes this. */
  public ClientChange locale(String other) {
    return new ClientChange(name, email, address, taxId, other);
  }
}
