package com.quittance.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Heads that were published, a line each: as {@code audit:head} prints them, or out of the log. */
public final class Anchors {

  static final String LOGGED = "audit head ";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Anchors() {}

  public static String line(AuditHead head) {
    return JSON.writeValueAsString(head);
  }

  /**
   * @throws IllegalArgumentException when a line is no head; a check that passes it over would say
   *     too much
   * @throws IOException when the file cannot be read
   */
  public static List<AuditHead> read(Path file) throws IOException {
    var heads = new ArrayList<AuditHead>();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        heads.add(head(line, number));
      }
    }
    return heads;
  }

  private static AuditHead head(String line, int number) {
    var start = line.indexOf('{');
    try {
      var head = JSON.readValue(start < 0 ? "" : line.substring(start), AuditHead.class);
      if (head != null && head.tenant() != null && head.seq() >= 1 && head.hash() != null) {
        return head;
      }
    } catch (JacksonException wrong) {
      // Said below.
    }
    throw new IllegalArgumentException("line %d is no head of a chain".formatted(number));
  }
}
