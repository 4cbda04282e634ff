package com.quittance.sealing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The keys of whoever has set none: one a line, the first seals. */
final class KeyFile {

  static final String NAME = "secret.key";

  private final Path file;

  KeyFile(Path dataDir) {
    this.file = dataDir.resolve(NAME);
  }

  /**
   * @return none when there is no such file
   * @throws KeysUnusable when something else is in it
   */
  List<SealingKey> read() {
    try (var lines = Files.lines(file)) {
      var keys = lines.map(String::strip).filter(l -> !l.isEmpty()).map(SealingKey::new).toList();
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("empty");
      }
      return keys;
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw KeysUnusable.file(file, "a file that can be read", unreadable);
    } catch (IllegalArgumentException | UncheckedIOException damaged) {
      throw KeysUnusable.file(file, "keys of 32 bytes in Base64, one a line", damaged);
    }
  }

  /** Makes it with a fresh key, whole and for its owner's eyes, or takes who was faster. */
  List<SealingKey> make() {
    try {
      var folder = Files.createDirectories(file.toAbsolutePath().getParent());
      var aside = Files.createTempFile(folder, NAME, ".new"); // nobody else may read it
      try {
        var text = (SealingKey.fresh().base64() + "\n").getBytes(StandardCharsets.US_ASCII);
        Files.write(aside, text, StandardOpenOption.SYNC);
        Files.createLink(file, aside); // unlike a move, it replaces nothing
        sync(folder);
      } catch (FileAlreadyExistsException faster) {
        return read();
      } finally {
        Files.deleteIfExists(aside);
      }
      return read();
    } catch (IOException | UnsupportedOperationException refused) {
      throw KeysUnusable.file(file, "a folder that can be written to", refused);
    }
  }

  /** Once something is sealed with it, it must not be lost with a power cut. */
  private static void sync(Path folder) throws IOException {
    try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
