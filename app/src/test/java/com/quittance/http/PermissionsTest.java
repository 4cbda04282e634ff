package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.people.Staff;
import com.quittance.tenancy.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may do what, tried on every route the running server has and kept in a document. */
@ExtendWith(Doors.Opened.class)
class PermissionsTest {

  private static final Path DOCUMENT = Path.of("../docs/permissions.md");
  private static final String BEGIN = "<!-- table -->\n";
  private static final String END = "<!-- end -->\n";

  /** Who tries, by the head of their column. */
  private record Column(String head, Supplier<Browser> caller) {}

  private final Doors doors;

  PermissionsTest(Doors doors) {
    this.doors = doors;
  }

  @Test
  void everyRouteNamesWhoMayEnter() {
    assertThat(doors.routes()).hasSizeGreaterThan(15);
    assertThat(doors.routes()).allSatisfy(route -> assertThat(route.needs()).isNotNull());
  }

  /** After a wanted change: {@code -Dpermissions.write=true} writes the document anew. */
  @Test
  void theDocumentSaysWhatTheServerDoes() throws IOException {
    var document = Files.readString(DOCUMENT);
    var begin = document.indexOf(BEGIN) + BEGIN.length();
    var end = document.indexOf(END);
    var found = table();
    if (Boolean.getBoolean("permissions.write")) {
      Files.writeString(DOCUMENT, document.substring(0, begin) + found + document.substring(end));
      return;
    }
    assertThat(document.substring(begin, end))
        .as("docs/permissions.md; write it anew with -Dpermissions.write=true")
        .isEqualTo(found);
  }

  private List<Column> columns() {
    var columns = new ArrayList<Column>();
    columns.add(new Column("nobody", doors::browser));
    Arrays.stream(Role.values())
        .forEach(
            role -> columns.add(new Column(role.code(), () -> new Staff(doors).browser(role))));
    columns.add(
        new Column(
            "token",
            () -> doors.browser().with("Authorization", "Bearer " + doors.house().token())));
    return columns;
  }

  private String table() {
    var columns = columns();
    var heads = columns.stream().map(Column::head).toList();
    var table = new StringBuilder();
    table.append("| Route | Needs | %s |\n".formatted(String.join(" | ", heads)));
    table.append("|---".repeat(heads.size() + 2)).append("|\n");
    for (var route : doors.routes()) {
      var cells = columns.stream().map(c -> isLetIn(c.caller().get(), route) ? "✓" : "").toList();
      table.append(
          "| `%s %s` | %s | %s |\n"
              .formatted(
                  route.method(),
                  route.path(),
                  shown(Objects.requireNonNull(route.needs())),
                  String.join(" | ", cells)));
    }
    return table.toString();
  }

  private static String shown(String needs) {
    return needs.contains(":") ? "`" + needs + "`" : needs;
  }

  /** Whatever becomes of an empty request after that. */
  private static boolean isLetIn(Browser caller, Route route) {
    var path = route.path().replaceAll("\\{\\w+}", "00000000-0000-7000-8000-000000000000");
    var answer = caller.send(route.method(), path, "{}");
    assertThat(answer.status())
        .as("%s %s: %s", route.method(), path, answer.text())
        .isLessThan(500);
    return answer.status() != 401 && answer.status() != 403;
  }
}
