package com.quittance.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.quittance.billing.infrastructure.Documents;
import com.quittance.billing.infrastructure.pdf.InvoicePdf;
import com.quittance.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel's word for it: a process that prints hostile text, without a network and with every
 * call traced, connects to nobody and opens no file that the text names.
 */
class TracedTest {

  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");

  @TempDir Path folder;

  @Test
  void theKernelSawNoConnectionAndNoFile() throws Exception {
    var traced = trace("print");
    assertThat(traced).filteredOn(line -> line.contains("canary")).isEmpty();
    assertThat(traced)
        .filteredOn(line -> line.contains("connect(") && !line.contains("/nscd/"))
        .isEmpty();
  }

  /** Else the one above would prove nothing. */
  @Test
  void withOpenDoorsItSeesBoth() throws Exception {
    var traced = trace("open");
    assertThat(traced).anyMatch(line -> line.contains("canary"));
    assertThat(traced).anyMatch(line -> line.contains("connect(") && line.contains("htons(9)"));
  }

  private List<String> trace(String what) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(STRACE) && Files.isExecutable(UNSHARE));
    Files.writeString(folder.resolve("canary.png"), "canary");
    var log = folder.resolve("trace");
    var command =
        new ArrayList<>(List.of(UNSHARE.toString(), "-r", "-n", STRACE.toString(), "-f", "-qq"));
    command.addAll(List.of("-e", "trace=connect,openat,open", "-s", "300", "-o", log.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-Djava.awt.headless=true", "-Djava.net.preferIPv4Stack=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Printer.class.getName()));
    command.addAll(List.of(what, folder.resolve("canary.png").toString()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    var code = process.waitFor();
    var out = Files.readString(folder.resolve("out"));
    assumeTrue(!out.contains("unshare failed") && !out.contains("ptrace"), out);
    assertThat(code).as(out).isZero();
    var lines = Files.readAllLines(log);
    assertThat(lines).as("a trace").hasSizeGreaterThan(50);
    return lines;
  }

  /** Prints every payload in every field, or, to compare, with nothing to hold it back. */
  static final class Printer {

    private Printer() {}

    public static void main(String[] arguments) throws IOException {
      var url = "http://127.0.0.1:9/";
      if (arguments[0].equals("open")) {
        var html =
            "<html><body><img src=\"file://%s\"/><img src=\"%s1.png\"/>x</body></html>"
                .formatted(arguments[1], url);
        new PdfRendererBuilder()
            .withHtmlContent(html, null)
            .toStream(new ByteArrayOutputStream())
            .run();
        return;
      }
      var pdf = new InvoicePdf();
      for (var text : Hostile.payloads(url, arguments[1])) {
        var tenant = Documents.tenant(text, text, "XOF", Locale.FRENCH, null);
        var client = Documents.client(text, Locale.FRENCH);
        var line = Documents.line(text, "1", Money.of(5, "XOF"), "0", "0");
        pdf.render(tenant, client, Documents.invoice(tenant, client, List.of(line)));
      }
    }
  }
}
