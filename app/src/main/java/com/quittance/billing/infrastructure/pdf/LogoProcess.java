package com.quittance.billing.infrastructure.pdf;

import com.quittance.billing.infrastructure.pdf.Logo.Unusable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Draws a picture in a process of its own, with an end. The JDK's reader of JPEGs is native; where
 * it warns of a damaged one it asks for memory while it keeps the collector out, and with Java 25's
 * serial and parallel collectors that stops the whole JVM for good ({@code imageioJPEG.c}, {@code
 * sun_jpeg_output_message}).
 */
public final class LogoProcess {

  private static final int SECONDS = 10;
  private static final int DRAWN = 0;
  private static final int REFUSED = 1;
  private static final Semaphore ONE = new Semaphore(1, true);

  private LogoProcess() {}

  /** A picture on its standard input; on its output the drawing, or what was expected. */
  public static void main(String[] arguments) throws IOException {
    byte[] answer;
    int kind;
    try {
      answer = Logo.drawn(System.in.readAllBytes());
      kind = DRAWN;
    } catch (Unusable unusable) {
      answer = String.valueOf(unusable.getMessage()).getBytes(StandardCharsets.UTF_8);
      kind = REFUSED;
    }
    System.out.write(kind);
    System.out.write(answer);
    System.out.flush();
  }

  /**
   * @throws Unusable when it cannot be drawn, or not in time
   */
  static byte[] drawn(byte[] picture) throws Unusable {
    var answer = answer(picture);
    if (answer.length < 2) {
      throw new Unusable("a picture that is whole");
    }
    var rest = Arrays.copyOfRange(answer, 1, answer.length);
    if (answer[0] == REFUSED) {
      throw new Unusable(new String(rest, StandardCharsets.UTF_8));
    }
    return rest;
  }

  private static byte[] answer(byte[] picture) {
    ONE.acquireUninterruptibly();
    try {
      var process = start();
      try {
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS)
            .execute(process::destroyForcibly);
        try (var in = process.getOutputStream()) {
          in.write(picture);
        } catch (IOException ended) {
          return new byte[0];
        }
        return process.getInputStream().readAllBytes();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("a picture cannot be drawn in a process of its own", broken);
    } finally {
      ONE.release();
    }
  }

  private static Process start() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseG1GC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            LogoProcess.class.getName());
    builder.environment().clear(); // nothing secret is in it
    return builder.redirectError(Redirect.DISCARD).start();
  }
}
