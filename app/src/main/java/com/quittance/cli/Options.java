package com.quittance.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.quittance.settings.Settings;
import com.quittance.settings.SettingsLoader;
import com.quittance.settings.SettingsTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What every verb that opens the house may be told. */
public final class Options {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder; QUITTANCE_DATA_DIR or ./data unless given.")
  private @Nullable String data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings' file; QUITTANCE_CONFIG or ./application.yml unless given.")
  private @Nullable Path config;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  private boolean help;

  Settings settings() {
    return heeded(loader().load());
  }

  Settings settings(@Nullable String port, Map<String, String> more) {
    return heeded(loader().environment(more).flag("--port", SettingsTable.PORT, port).load());
  }

  /** The level of the messages is the one setting that works at once. */
  private static Settings heeded(Settings settings) {
    var level = settings.logLevel();
    for (var name : List.of("com.quittance", "quittance")) {
      if (level != null && LoggerFactory.getLogger(name) instanceof Logger logger) {
        logger.setLevel(Level.valueOf(level.name()));
      }
    }
    return settings;
  }

  private SettingsLoader loader() {
    return SettingsLoader.in(Path.of(""))
        .environment(System.getenv())
        .config(config)
        .flag("--data", SettingsTable.DATA_DIR, data);
  }
}
