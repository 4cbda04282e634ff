package com.quittance.cli;

import com.quittance.settings.Settings;
import com.quittance.settings.SettingsLoader;
import com.quittance.settings.SettingsTable;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  Settings settings() {
    return loader().load();
  }

  Settings settings(@Nullable String port, Map<String, String> more) {
    return loader().environment(more).flag("--port", SettingsTable.PORT, port).load();
  }

  private SettingsLoader loader() {
    return SettingsLoader.in(Path.of(""))
        .environment(System.getenv())
        .config(config)
        .flag("--data", SettingsTable.DATA_DIR, data);
  }
}
