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

  /** Of a person only the id is kept, which the event of what was done carries. */
  private static final List<String> PERSONAL = List.of("--email", "--name", "ADDRESS");

  private static final int LONGEST = 500;

  private Typed() {}

  static Map<String, String> arguments(ParseResult typed) {
    var arguments = new TreeMap<String, String>();
    var ofPerson = typed.commandSpec().name().matches("(person|operator):.*");
    for (var option : typed.matchedOptions()) {
      if (!NOT_KEPT.contains(option.longestName())) {
        arguments.put(option.longestName(), value(option, ofPerson));
      }
    }
    for (var positional : typed.matchedPositionals()) {
      arguments.put(positional.paramLabel(), value(positional, ofPerson));
    }
    return arguments;
  }

  private static String value(ArgSpec argument, boolean ofPerson) {
    var name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    if (argument.interactive()
        || SECRET.matcher(name).matches()
        || ofPerson && PERSONAL.contains(name)) {
      return "…";
    }
    var value = String.join(",", argument.stringValues());
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 1) + "…";
  }
}
