package com.quittance.cli;

import picocli.CommandLine.Option;

/** For verbs that a script may want to read. */
final class JsonOption {

  @Option(names = "--json", description = "One JSON document instead of a table.")
  private boolean json;

  boolean isSet() {
    return json;
  }
}
