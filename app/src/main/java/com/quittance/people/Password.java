package com.quittance.people;

import com.nulabinc.zxcvbn.Zxcvbn;
import com.quittance.http.PlainText;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;

/**
 * A password somebody wants to have, by the rules of NIST SP 800-63B: long enough, and not among
 * those that are tried first. No rules about kinds of characters, and no end of its time.
 */
final class Password {

  static final int LEAST = 10;
  static final int MOST = 200;

  static final String EXPECTED =
      "a password of %d to %d characters that is not easily guessed: no common word, name, date or"
              .formatted(LEAST, MOST)
          + " row of keys";

  /** As many guesses as the best guesser known needs; what is fewer falls to somebody patient. */
  private static final double LEAST_GUESSES_LOG10 = 8;

  /** Looking at more takes too long, and enough chance is in less. */
  private static final int LOOKED_AT = 40;

  private static final Zxcvbn GUESSER = new Zxcvbn();

  private Password() {}

  /**
   * @param about what those who know the person would try: their address, their company
   */
  static boolean isFit(String password, List<String> about) {
    var length = password.codePointCount(0, password.length());
    if (length < LEAST || length > MOST || !PlainText.isWhole(password)) {
      return false;
    }
    var looked = password.substring(0, Math.min(LOOKED_AT, password.length()));
    return GUESSER.measure(looked, about).getGuessesLog10() >= LEAST_GUESSES_LOG10;
  }

  /** What those who know this address would try. */
  static List<String> about(String email) {
    return Stream.concat(Stream.of("quittance", email), Stream.of(email.split("[^a-z0-9]+")))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The same letters typed on another keyboard are the same password. */
  static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }
}
