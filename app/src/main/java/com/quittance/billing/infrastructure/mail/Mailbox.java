package com.quittance.billing.infrastructure.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Who a mail is from or to. A name is made harmless, an address is refused unless it is one and
 * only one.
 *
 * @param name as shown beside the address; may be empty
 * @param address {@code local@domain}, ASCII
 */
public record Mailbox(String name, String address) {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

  private static final int MAX_LOCAL = 64;
  private static final int MAX_ADDRESS = 254;
  private static final int MAX_NAME = 120;

  /**
   * @throws IllegalArgumentException when the address is none
   */
  public Mailbox {
    name = Header.shortened(Header.line(name), MAX_NAME);
    address = ascii(address);
    if (address.length() > MAX_ADDRESS
        || address.indexOf('@') > MAX_LOCAL
        || !ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException("not an e-mail address: " + Header.line(address));
    }
  }

  public static Mailbox of(String address) {
    return new Mailbox("", address);
  }

  /**
   * Reads what a setting says: {@code billing@example.com} or {@code Name <billing@example.com>}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Mailbox parse(String text) {
    try {
      var parsed = new InternetAddress(text, true);
      return new Mailbox(Objects.requireNonNullElse(parsed.getPersonal(), ""), parsed.getAddress());
    } catch (AddressException e) {
      throw new IllegalArgumentException("not an e-mail address: " + Header.line(text), e);
    }
  }

  public String domain() {
    return address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  InternetAddress toInternetAddress() {
    var words = Header.words(name);
    if (words != null) {
      return new Encoded(address, words);
    }
    try {
      return new InternetAddress(
          address, name.isEmpty() ? null : name, StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("UTF-8 is always there", e);
    }
  }

  /** A name that is encoded already. */
  private static final class Encoded extends InternetAddress {

    private static final long serialVersionUID = 1;

    Encoded(String address, String words) {
      this.address = address;
      this.encodedPersonal = words;
    }
  }

  private static String ascii(String address) {
    var at = address.indexOf('@');
    if (at < 0) {
      return address;
    }
    try {
      return address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an e-mail address: " + Header.line(address), e);
    }
  }

  @Override
  public String toString() {
    return name.isEmpty() ? address : name + " <" + address + ">";
  }
}
