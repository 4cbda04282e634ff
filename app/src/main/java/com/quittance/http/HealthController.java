package com.quittance.http;

import com.quittance.http.Problem.Type;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the server can do its work. */
@RestController
public final class HealthController {

  private static final int PATIENCE_SECONDS = 2;

  private final DataSource database;

  public HealthController(DataSource database) {
    this.database = database;
  }

  @GetMapping("/health")
  Map<String, String> health() {
    try (var connection = database.getConnection()) {
      if (connection.isValid(PATIENCE_SECONDS)) {
        return Map.of("status", "up");
      }
    } catch (SQLException down) {
      throw Problem.of(Type.UNAVAILABLE, "The database does not answer.", down);
    }
    throw Problem.of(Type.UNAVAILABLE, "The database does not answer.");
  }
}
