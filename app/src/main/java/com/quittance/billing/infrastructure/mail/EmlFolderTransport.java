package com.quittance.billing.infrastructure.mail;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Leaves each mail as an {@code .eml} file that any mail program opens. A file appears whole or not
 * at all.
 */
public final class EmlFolderTransport implements MailTransport {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;

  public EmlFolderTransport(Path folder) {
    this.folder = folder;
  }

  @Override
  public void send(Mail mail) {
    try {
      Files.createDirectories(folder);
      var draft = Files.createTempFile(folder, ".", ".part");
      try {
        write(mail, draft);
        publish(draft, mail);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new MailNotSent("cannot write to %s: %s".formatted(folder, e), false, false, e);
    }
  }

  @Override
  public String describe() {
    return "folder " + folder;
  }

  private static void write(Mail mail, Path draft) throws IOException {
    try (var out = Files.newOutputStream(draft)) {
      Envelope.write(mail, out);
    }
    try (var file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }

  /** A letter repeated gets a file of its own, as it would arrive twice in a mailbox. */
  private synchronized void publish(Path draft, Mail mail) throws IOException {
    var name = TIME.format(mail.date()) + "-" + mail.messageId().replaceAll("[<>]|@.*", "");
    var target = folder.resolve(name + ".eml");
    for (int copy = 2; Files.exists(target); copy++) {
      target = folder.resolve(name + "-" + copy + ".eml");
    }
    Files.move(draft, target, ATOMIC_MOVE);
  }
}
