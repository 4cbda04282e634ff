package com.quittance.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the archive on the class path. */
record Binaries(Path folder) {
  static final String VERSION = version();
  static final String MAJOR = VERSION.replaceFirst("\\..*", "");

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  /**
   * The programs in {@code parent/bin-VERSION}; unpacked aside and renamed, so never half there.
   */
  static Binaries in(Path parent) throws IOException {
    var folder = parent.resolve("bin-" + VERSION);
    if (!Files.isDirectory(folder)) {
      var aside = parent.resolve("unpacking-" + VERSION);
      Trees.delete(aside);
      unpack(archive(System.getProperty("os.name"), System.getProperty("os.arch")), aside);
      Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new Binaries(folder);
  }

  static String archive(String system, String processor) {
    var name =
        switch (system.toLowerCase(Locale.ROOT) + "/" + processor) {
          case "linux/amd64", "linux/x86_64" -> "/postgres-linux-x86_64.txz";
          case "linux/aarch64", "linux/arm64" -> "/postgres-linux-arm_64.txz";
          default -> "";
        };
    if (Binaries.class.getResource(name) == null || name.isEmpty()) {
      throw new PostgresFailed(
          "No embedded PostgreSQL for %s on %s: set QUITTANCE_DB_URL to a PostgreSQL %s of your own."
              .formatted(system, processor, MAJOR));
    }
    return name;
  }

  private static void unpack(String archive, Path target) throws IOException {
    try (InputStream in = Binaries.class.getResourceAsStream(archive);
        var tar =
            new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
      Files.createDirectories(target);
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (isNeeded(entry.getName())) {
          unpack(entry, tar, target.resolve(entry.getName()).normalize());
        }
      }
    }
  }

  /** Static libraries and headers serve compilers only. */
  private static boolean isNeeded(String name) {
    return !name.endsWith(".a") && !name.startsWith("include/") && !name.contains("/pkgconfig");
  }

  private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      var executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static String version() {
    try (var in = Binaries.class.getResourceAsStream("binaries.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version").replaceFirst("\\.0$", "");
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
