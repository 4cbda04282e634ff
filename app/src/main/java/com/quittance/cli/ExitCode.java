package com.quittance.cli;

/** What an exit code says to a script. */
final class ExitCode {

  static final int DONE = 0;
  static final int REFUSED = 1;
  static final int USAGE = 2;

  /** EX_CONFIG of sysexits.h. */
  static final int SETTINGS = 78;

  private ExitCode() {}
}
