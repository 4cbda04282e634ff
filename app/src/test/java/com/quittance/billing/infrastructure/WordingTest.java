package com.quittance.billing.infrastructure;

import static com.quittance.billing.infrastructure.Documents.client;
import static com.quittance.billing.infrastructure.Documents.dakar;
import static com.quittance.billing.infrastructure.Documents.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fr-SN | fr    | XOF |    1180000 | 1 180 000 F CFA
          fr-FR | fr    | EUR |     105000 | 1 050,00 €
          fr-TN | fr-FR | TND |    1050500 | 1 050,500 DT
          fr-FR | fr    | XAF |      -5000 | -5 000 FCFA
          en-IE | en    | EUR |     105000 | €1,050.00
          en-NG | en-GB | XOF |    1180000 | F CFA 1,180,000
          en-GB | en    | TND |    1050500 | TND 1,050.500
          en-GB | fr-FR | EUR |  152406432 | 1 524 064,32 €
          fr-SN | en-GB | XOF |    1180000 | F CFA 1,180,000
          de-DE | fr    | EUR |     105000 | 1 050,00 €
          de-DE | de-DE | EUR |     105000 | €1,050.00
          ar-EG | ar-EG | XOF |    1180000 | F CFA 1,180,000
          """)
  void anAmountHasItsCurrencysDecimalsAndTheHabitsOfTheReadersLanguage(
      String seller, String reader, String currency, long minor, String expected) {
    var tenant = tenant("Seller", "Street", currency, Locale.forLanguageTag(seller), null);
    var wording = Wording.of(tenant, client("Client", Locale.forLanguageTag(reader)));
    assertThat(plain(wording.money(Money.of(minor, currency)))).isEqualTo(expected);
  }

  @Test
  void wordsAndFiguresAreOfTheReadersLanguage() {
    var wording = Wording.of(dakar(), client("Client", Locale.ENGLISH));
    assertThat(wording.language()).isEqualTo("en");
    assertThat(wording.say("invoice.title")).isEqualTo("Invoice");
    assertThat(wording.date(LocalDate.of(2026, 11, 23))).isEqualTo("November 23, 2026");
    assertThat(plain(wording.money(Money.of(1_180_000, "XOF")))).isEqualTo("F CFA 1,180,000");
    assertThat(plain(wording.number(new BigDecimal("1234.567891")))).isEqualTo("1,234.567891");
    assertThat(plain(wording.percent(Rate.parse("5.5")))).isEqualTo("5.5%");
    assertThat(plain(wording.percent(Rate.parse("18")))).isEqualTo("18%");
  }

  @Test
  void aDateFollowsTheTenantsVariantOfTheReadersLanguage() {
    var wording =
        Wording.of(
            tenant("S", "A", "EUR", Locale.forLanguageTag("en-GB"), null),
            client("Client", Locale.ENGLISH));
    assertThat(wording.date(LocalDate.of(2026, 11, 23))).isEqualTo("23 November 2026");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "wo-SN", "ar", "und", "x-unknown"})
  void whoReadsNeitherLanguageReadsEnglish(String locale) {
    var wording = Wording.of(dakar(), client("Client", Locale.forLanguageTag(locale)));
    assertThat(wording.say("invoice.title")).isEqualTo("Invoice");
    assertThat(wording.date(LocalDate.of(2026, 11, 23))).contains("November");
  }

  @Test
  void aCountTakesTheLanguagesPlural() {
    var french = Wording.of(dakar());
    assertThat(french.count("days", 0)).isEqualTo("0 jour");
    assertThat(french.count("days", 1)).isEqualTo("1 jour");
    assertThat(french.count("days", 7)).isEqualTo("7 jours");
    var english = Wording.of(dakar(), client("Client", Locale.ENGLISH));
    assertThat(english.count("days", 0)).isEqualTo("0 days");
    assertThat(english.count("days", 1)).isEqualTo("1 day");
  }

  @Test
  void whatFillsAPlaceIsTakenLiterally() {
    var wording = Wording.of(dakar());
    assertThat(wording.say("mail.greeting", "name", "{seller} $1 \\ '' {0}"))
        .isEqualTo("Bonjour {seller} $1 \\ '' {0},");
  }

  @Test
  void aForgottenPlaceIsABug() {
    var wording = Wording.of(dakar());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wording.say("mail.greeting"))
        .withMessage("message mail.greeting wants a name");
  }

  @Test
  void bothLanguagesSayTheSameThings() {
    var french = ResourceBundle.getBundle("messages", Locale.FRENCH);
    var english = ResourceBundle.getBundle("messages", Locale.ENGLISH);
    assertThat(french.keySet()).isEqualTo(english.keySet());
    for (var key : french.keySet()) {
      if (key.endsWith(".one")) {
        continue; // "once" names no number
      }
      assertThat(places(french.getString(key))).as(key).isEqualTo(places(english.getString(key)));
    }
  }

  private static java.util.Set<String> places(String message) {
    return Pattern.compile("\\{\\w+}")
        .matcher(message)
        .results()
        .map(java.util.regex.MatchResult::group)
        .collect(java.util.stream.Collectors.toSet());
  }

  /** With every kind of space as a plain one. */
  private static String plain(String text) {
    return text.replaceAll("[\\u00A0\\u202F]", " ");
  }
}
