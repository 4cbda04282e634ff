package com.quittance.postgres;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/** Port and generated passwords, in a file that only its owner reads. */
record Credentials(int port, String adminPassword, String password) {
  static final String FILE = "credentials.properties";
  static final String ADMIN = "postgres";
  static final String USER = "quittance";

  static Credentials generate() throws IOException {
    return new Credentials(freePort(), randomWord(), randomWord());
  }

  Credentials onAnotherPort() throws IOException {
    return new Credentials(freePort(), adminPassword, password);
  }

  static Optional<Credentials> read(Path folder) throws IOException {
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = new Properties();
    lines.load(new StringReader(Files.readString(file)));
    try {
      return Optional.of(
          new Credentials(
              Integer.parseInt(need(lines, "port")),
              need(lines, "admin.password"),
              need(lines, "password")));
    } catch (IllegalArgumentException e) {
      throw new PostgresFailed("%s is damaged: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static String need(Properties lines, String key) {
    var value = lines.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }

  void write(Path folder) throws IOException {
    var text =
        """
        # The embedded PostgreSQL listens on 127.0.0.1. Keep this file to yourself.
        port=%d
        admin.user=%s
        admin.password=%s
        user=%s
        password=%s
        """
            .formatted(port, ADMIN, adminPassword, USER, password);
    var aside = folder.resolve(FILE + ".new");
    Files.deleteIfExists(aside);
    Files.createFile(
        aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(aside, text, StandardOpenOption.SYNC);
    Files.move(aside, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String randomWord() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "Credentials[port=%d]".formatted(port);
  }
}
