package com.quittance.bench;

import com.quittance.House;
import com.quittance.WebServer;
import com.quittance.settings.Settings;
import com.quittance.settings.SettingsLoader;
import com.quittance.settings.SettingsTable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The server in a process of its own, as the verb serve runs it, with or without workers. Prints
 * its port, and ends when its standard input does.
 */
final class ServedHouse {

  private ServedHouse() {}

  /** With limits that are counted and never reached. */
  private static Settings settings(Path data) {
    return SettingsLoader.in(data)
        .flag("--data", SettingsTable.DATA_DIR, data.toString())
        .flag("--port", SettingsTable.PORT, "0")
        .flag("the benchmark", SettingsTable.LIMITS_TOKEN, "100000000/1m")
        .flag("the benchmark", SettingsTable.LIMITS_TENANT, "100000000/1m")
        .load();
  }

  public static void main(String[] arguments) throws IOException {
    try (var house = House.open(settings(Path.of(arguments[0])));
        var server = WebServer.start(house)) {
      if (arguments[1].equals("workers")) {
        house.relay().start();
      }
      System.out.println("port " + server.port());
      while (System.in.read() >= 0) {
        continue; // until whoever started it goes away
      }
    }
  }
}
