package com.quittance.billing.infrastructure.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Names and addresses as somebody may write them: one recipient, on one line, or refused. */
public final class MailboxFuzz {

  private MailboxFuzz() {}

  /** A name and an address with a byte of 0x1F between; and all of it as a setting. */
  public static void fuzzerTestOneInput(byte[] input) throws AddressException {
    var text = new String(input, StandardCharsets.UTF_8);
    var parts = text.split("\u001F", 2);
    check(() -> new Mailbox(parts[0], parts.length == 2 ? parts[1] : "a@b.example"));
    check(() -> Mailbox.parse(text));
    check(() -> Mailbox.of(text));
  }

  private static void check(Supplier<Mailbox> reader) throws AddressException {
    Mailbox mailbox;
    try {
      mailbox = reader.get();
    } catch (IllegalArgumentException refused) {
      return;
    }
    var header = mailbox.toInternetAddress().toString();
    if (header.replace("\r\n ", " ").chars().anyMatch(it -> it < ' ' || it > '~')) {
      throw new AssertionError("not one line of ASCII: " + header);
    }
    var read = InternetAddress.parse(header);
    if (read.length != 1 || !read[0].getAddress().equals(mailbox.address())) {
      throw new AssertionError("read as another: " + header);
    }
    var name = read[0].getPersonal();
    if (!mailbox.name().equals(name == null ? "" : name)) {
      throw new AssertionError("'%s' is read as '%s'".formatted(mailbox.name(), name));
    }
  }
}
