package com.quittance.bench;

import com.quittance.House;
import com.quittance.WebServer;
import com.quittance.postgres.EmbeddedPostgres;
import com.quittance.settings.Settings;
import com.quittance.settings.SettingsLoader;
import com.quittance.settings.SettingsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server in a process of its own, as the verb serve runs it, but for its manner; or several in
 * one process, so that none is warmer than another. Prints their ports, and ends when its standard
 * input does.
 */
final class ServedHouse implements AutoCloseable {

  /** How it differs from what is shipped. */
  enum Manner {
    WITHOUT_WORKERS,
    WITHOUT_LIMITS,
    /** On a copy of the database, which is then driven by {@link Unguarded}. */
    WITHOUT_ISOLATION,
    /** On the copy of the database that has the server's number. */
    ON_A_COPY
  }

  private final House house;
  private final WebServer server;

  private ServedHouse(Path data, int number, Set<Manner> manner) {
    house = House.open(settings(data, number, manner));
    server = WebServer.start(house);
    if (!manner.contains(Manner.WITHOUT_WORKERS)) {
      house.relay().start();
    }
  }

  /** After the folder, for each server the names of its manner with commas between. */
  public static void main(String[] arguments) throws IOException, SQLException {
    Unguarded.drive();
    var servers = new ArrayList<ServedHouse>();
    for (var names : List.of(arguments).subList(1, arguments.length)) {
      var manner = EnumSet.noneOf(Manner.class);
      Stream.of(names.split(","))
          .filter(n -> !n.isEmpty())
          .map(Manner::valueOf)
          .forEach(manner::add);
      servers.add(new ServedHouse(Path.of(arguments[0]), servers.size(), manner));
    }
    System.out.println(
        "ports "
            + servers.stream()
                .map(one -> Integer.toString(one.server.port()))
                .collect(Collectors.joining(" ")));
    while (System.in.read() >= 0) {
      continue; // until whoever started it goes away
    }
    servers.forEach(ServedHouse::close);
  }

  /** With limits that are counted and never reached, or none. */
  private static Settings settings(Path data, int number, Set<Manner> manner) {
    var quota = manner.contains(Manner.WITHOUT_LIMITS) ? "off" : "100000000/1m";
    var settings =
        SettingsLoader.in(data)
            .flag("--data", SettingsTable.DATA_DIR, data.toString())
            .flag("--port", SettingsTable.PORT, "0")
            .flag("the benchmark", SettingsTable.LIMITS_TOKEN, quota)
            .flag("the benchmark", SettingsTable.LIMITS_TENANT, quota);
    if (manner.contains(Manner.ON_A_COPY)) {
      var copy = new DatabaseCopy(number, !manner.contains(Manner.WITHOUT_ISOLATION));
      try (var postgres = EmbeddedPostgres.open(data)) {
        settings
            .flag("the benchmark", SettingsTable.DB_URL, postgres.jdbcUrl(copy.name()))
            .flag("the benchmark", SettingsTable.DB_USER, postgres.user())
            .flag("the benchmark", SettingsTable.DB_PASSWORD, postgres.password());
      }
    }
    return settings.load();
  }

  @Override
  public void close() {
    server.close();
    house.close();
  }
}
