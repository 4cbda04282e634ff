package com.quittance.billing.infrastructure.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmlFolderTransportTest extends MailTransportContract {

  @TempDir Path folder;

  @Override
  MailTransport transport() {
    return new EmlFolderTransport(folder.resolve("mail"));
  }

  @Override
  MailTransport broken() {
    try {
      return new EmlFolderTransport(Files.createFile(folder.resolve("a-file")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  List<MimeMessage> delivered() throws IOException, MessagingException {
    var mails = new ArrayList<MimeMessage>();
    for (var file : files()) {
      try (var in = Files.newInputStream(file)) {
        mails.add(new MimeMessage(Session.getInstance(new Properties()), in));
      }
    }
    return mails;
  }

  @Test
  void filesAreNamedByTimeAndJobAndNothingElseIsLeft() throws IOException {
    var transport = transport();
    transport.send(mail("b1", "Sujet"));
    transport.send(mail("b1", "Sujet"));
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder(
            "20261123T101530Z-b1.invoice.eml", "20261123T101530Z-b1.invoice-2.eml");
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder.resolve("mail"))) {
      return files.sorted().toList();
    }
  }
}
