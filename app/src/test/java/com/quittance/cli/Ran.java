package com.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came of a command line. */
record Ran(int code, String out, String err) {

  static Ran quittance(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        CommandLineInterface.run(new PrintWriter(out), new PrintWriter(err, true), arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  /** It went well, and had nothing to complain of. */
  Ran done() {
    assertThat(err).isEmpty();
    assertThat(code).isZero();
    return this;
  }

  /** The whole of standard output is one document. */
  JsonNode json() {
    assertThat(done().out.lines()).hasSize(1);
    return new JsonMapper().readTree(out);
  }

  List<String> complaints() {
    return err.lines().toList();
  }
}
