package com.quittance.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What was typed behind a verb, as the audit log keeps it. */
final class Typed {

  private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|key|totp|code).*");
  private static final List<String> NOT_KEPT = List.of("--data", "--config", "--json", "--help");
  private static final int LONGEST = 500;

  private Typed() {}

  static Map<String, String> arguments(ParseResult typed) {
    var arguments = new TreeMap<String, String>();
    for (var option : typed.matchedOptions()) {
      if (!NOT_KEPT.contains(option.longestName())) {
        arguments.put(option.longestName(), value(option));
      }
    }
    for (var positional : typed.matchedPositionals()) {
      arguments.put(positional.paramLabel(), value(positional));
    }
    return arguments;
  }

  private static String value(ArgSpec argument) {
    var name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    if (argument.interactive() || SECRET.matcher(name).matches()) {
      return "…";
    }
    var value = String.join(",", argument.stringValues());
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 1) + "…";
  }
}
