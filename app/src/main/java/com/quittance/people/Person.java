package com.quittance.people;

import com.quittance.billing.infrastructure.mail.PersonLetters.Reader;
import com.quittance.relay.Attempt;
import com.quittance.tenancy.PersonId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can sign in, for as many companies as they belong to.
 *
 * @param email in small letters; nobody else has it
 * @param locale of the mails to them
 * @param operator whether they run this server; then they belong to no company
 * @param passwordHash null until they have chosen a password
 * @param secondFactor whether they need a code beside it
 */
record Person(
    PersonId id,
    String email,
    Locale locale,
    boolean operator,
    @Nullable String passwordHash,
    boolean secondFactor,
    Instant createdAt) {

  Reader reader(Attempt attempt, Instant at) {
    return new Reader(attempt.job(), at, email, locale);
  }
}
