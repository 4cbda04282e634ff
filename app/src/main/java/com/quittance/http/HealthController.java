package com.quittance.http;

import com.quittance.http.Problem.Type;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  @Open("for those who watch over the server; it tells nothing of its data")
  Map<String, String> health() {
    if (!databaseAnswers()) {
      throw Problem.of(Type.UNAVAILABLE, "The database does not answer.");
    }
    return Map.of("status", "up");
  }

  /** A pool waits longer for a connection than whoever asks for our health waits for us. */
  private boolean databaseAnswers() {
    var answer = new FutureTask<>(this::isValid);
    Thread.ofVirtual().start(answer);
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException down) {
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isValid() throws SQLException {
    try (var connection = database.getConnection()) {
      return connection.isValid(PATIENCE_SECONDS);
    }
  }
}
