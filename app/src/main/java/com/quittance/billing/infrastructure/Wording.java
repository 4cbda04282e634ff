package com.quittance.billing.infrastructure;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.InvoiceStatus;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import com.quittance.tenancy.Tenant;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How things are said on paper and in mail: in the reader's language (French or English), with
 * dates and figures as the tenant writes them where it speaks that language, or else as the reader
 * does.
 */
public final class Wording {

  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
  private static final Pattern LETTER_THEN_DIGIT = Pattern.compile("(?<=\\p{L})(?=\\d)");

  private final Locale language;
  private final Locale conventions;
  private final ResourceBundle messages;

  private Wording(Locale reader, Locale tenant) {
    this.language = language(reader);
    this.conventions = sameLanguage(tenant) ? tenant : sameLanguage(reader) ? reader : language;
    this.messages =
        ResourceBundle.getBundle(
            "messages",
            language,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** For what a client reads. */
  public static Wording of(Tenant tenant, Client client) {
    return new Wording(client.locale(), tenant.locale());
  }

  /** For what the tenant itself reads. */
  public static Wording of(Tenant tenant) {
    return new Wording(tenant.locale(), tenant.locale());
  }

  /** For what somebody reads who belongs to no tenant, or to several. */
  public static Wording of(Locale reader) {
    return new Wording(reader, reader);
  }

  /** The ISO 639 code, {@code fr} or {@code en}. */
  public String language() {
    return language.getLanguage();
  }

  /**
   * The message of that key with its places filled.
   *
   * @param namesAndValues pairs: the name of a place, then what stands there, taken literally
   */
  public String say(String key, Object... namesAndValues) {
    var values = pairs(namesAndValues);
    return PLACE
        .matcher(messages.getString(key))
        .replaceAll(place -> Matcher.quoteReplacement(value(values, key, place.group(1))));
  }

  /** What {@link #say} says of the key, or the fallback when nothing is said of it. */
  public String sayOr(String key, String fallback) {
    return messages.containsKey(key) ? say(key) : fallback;
  }

  /**
   * As {@link #say}, in the singular or the plural of the language; {@code {count}} is the number.
   */
  public String count(String key, long count) {
    var isOne = language.equals(Locale.FRENCH) ? Math.abs(count) < 2 : count == 1;
    return say(key + (isOne ? ".one" : ".many"), "count", number(BigDecimal.valueOf(count)));
  }

  /** {@code 1 180 000 F CFA}, {@code €1,050.00}: with exactly the currency's decimals. */
  public String money(Money money) {
    return spaced(format(NumberFormat.getCurrencyInstance(conventions), money));
  }

  /** The amount without its currency, for columns whose head names it. */
  public String amount(Money money) {
    return format(NumberFormat.getNumberInstance(conventions), money);
  }

  public String number(BigDecimal number) {
    var format = NumberFormat.getNumberInstance(conventions);
    format.setMaximumFractionDigits(Math.max(0, number.scale()));
    return format.format(number);
  }

  public String percent(Rate rate) {
    var format = NumberFormat.getPercentInstance(conventions);
    format.setMaximumFractionDigits(4);
    return format.format(rate.percent().movePointLeft(2));
  }

  public String date(LocalDate date) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(conventions).format(date);
  }

  public String status(InvoiceStatus status) {
    return say("status." + status.code());
  }

  private boolean sameLanguage(Locale locale) {
    return locale.getLanguage().equals(language.getLanguage());
  }

  private static Locale language(Locale reader) {
    return reader.getLanguage().equals(Locale.FRENCH.getLanguage())
        ? Locale.FRENCH
        : Locale.ENGLISH;
  }

  private static String format(NumberFormat format, Money money) {
    var decimals = money.currency().getDefaultFractionDigits();
    format.setCurrency(money.currency());
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    return format.format(money.major());
  }

  /**
   * CLDR asks for a space between a currency's last letter and the first digit; the JDK forgets.
   */
  private static String spaced(String amount) {
    return LETTER_THEN_DIGIT.matcher(amount).replaceAll("\u00A0");
  }

  private static Map<String, String> pairs(Object... namesAndValues) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
    }
    return values;
  }

  private static String value(Map<String, String> values, String key, String place) {
    var value = values.get(place);
    if (value == null) {
      throw new IllegalArgumentException("message %s wants a %s".formatted(key, place));
    }
    return value;
  }
}
