package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.UncheckedSqlException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

  @ParameterizedTest
  @CsvSource({
    "08006, true", // the connection broke
    "08001, true", // none could be made
    "57P01, true", // the server is shut down
    "57P03, true", // and is not up again yet
    "57014, false", // a statement was cancelled
    "23505, false", // a key is there already
    "40P01, false", // a deadlock
  })
  void aDatabaseThatIsAwayIsAnOutage(String state, boolean outage) {
    var refused = new UncheckedSqlException(new SQLException("x", state));
    assertThat(Problems.isOutage(refused)).isEqualTo(outage);
    assertThat(Problems.isOutage(new IllegalStateException(refused))).isEqualTo(outage);
  }

  @Test
  void soIsAPoolThatHasNoConnectionToGive() {
    var none = new SQLTransientConnectionException("timed out after 10000ms");
    assertThat(Problems.isOutage(new UncheckedSqlException(none))).isTrue();
    assertThat(Problems.isOutage(new IllegalStateException("x"))).isFalse();
  }
}
