package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "person:list", description = "Shows who belongs to a company.")
final class PersonList extends Verb {

  @Option(names = "--tenant", required = true, paramLabel = "ID", description = "The company.")
  private UUID tenant;

  @Mixin private JsonOption json;

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    var members = house.members().live(PersonOptions.scope(house, tenant));
    if (json.isSet()) {
      Json.print(
          out,
          members.stream()
              .map(
                  member -> {
                    var shown = new LinkedHashMap<String, String>();
                    shown.put("id", member.person().toString());
                    shown.put("email", member.email());
                    shown.put("name", member.name());
                    shown.put("role", member.role().code());
                    shown.put("since", member.since().toString());
                    return shown;
                  })
              .toList());
      return ExitCode.DONE;
    }
    var table = new Table("ADDRESS", "NAME", "ROLE", "SINCE", "ID");
    members.forEach(m -> table.row(m.email(), m.name(), m.role().code(), m.since(), m.person()));
    table.print(out, "Nobody belongs to it.");
    return ExitCode.DONE;
  }
}
