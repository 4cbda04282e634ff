package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Problem.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| [^|]+ \\| [^|]+ \\|$");

  @Test
  void everyProblemIsExplainedAndNoOther() throws IOException {
    var document = Files.readString(Path.of("../docs/errors.md"));
    assertThat(
            ROW.matcher(document)
                .results()
                .map(row -> "/problems/" + row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Arrays.stream(Type.values()).map(type -> type.uri() + " " + type.status()).toList());
  }
}
