package com.quittance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.settings.Quota;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What a node lets pass while the counts cannot be reached. */
class PortionsTest {

  private static final Quota QUOTA = Quota.parse("100/1m");

  private TestHouse house;
  private Line line;
  private Portions portions;

  /** To the database, and cut at will. */
  private static final class Line extends DelegatingDataSource {

    private boolean cut;

    Line(DataSource database) {
      super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (cut) {
        throw new SQLTransientConnectionException("cut");
      }
      return super.getConnection();
    }
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    house = TestHouse.open(folder);
    line = new Line(house.house().database().router());
    portions = node();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Portions node() {
    return new Portions(new Counts(line, house.clock()), house.clock());
  }

  private static long passing(int requests, Portions node, String key) {
    return IntStream.range(0, requests).filter(_ -> node.take(key, QUOTA).admitted()).count();
  }

  /** They read a clock that goes on, and wait for each other's portions. */
  @Test
  void asManyAtOnceAsThereAreAllPass() throws Exception {
    var clock = Clock.systemUTC();
    var node = new Portions(new Counts(line, clock), clock);
    var quota = Quota.parse("30/1m");
    try (var threads = Executors.newFixedThreadPool(30)) {
      for (var round = 0; round < 10; round++) {
        var key = "round " + round;
        var all =
            Collections.nCopies(30, (Callable<Boolean>) () -> node.take(key, quota).admitted());
        for (var one : threads.invokeAll(all)) {
          assertThat(one.get()).as(key).isTrue();
        }
        assertThat(node.take(key, quota).admitted()).as(key).isFalse();
      }
    }
  }

  @Test
  void eachNodeCountsByItselfAndBeginsNoWindowAnew() {
    var other = node();
    assertThat(passing(60, portions, "a")).isEqualTo(60);
    line.cut = true;
    // What it had taken while it could, and one whole quota.
    assertThat(passing(300, portions, "a")).isBetween(100L, 140L);
    assertThat(passing(300, other, "a")).isEqualTo(100);
    house.advance(Duration.ofSeconds(59));
    assertThat(passing(10, portions, "a")).isZero();
    line.cut = false;
    assertThat(passing(10, portions, "a")).as("its window is not over").isZero();
    house.advance(Duration.ofSeconds(1));
    assertThat(passing(300, portions, "a")).isEqualTo(100);
    assertThat(passing(300, other, "a")).isZero();
  }

  /** Ten thousand others, who are as many as a node remembers. */
  @Test
  void aCrowdMakesNobodysCountBeginAnew() {
    line.cut = true;
    assertThat(passing(200, portions, "a")).isEqualTo(100);
    var crowd = IntStream.range(0, 12_000).mapToObj(i -> portions.take("crowd " + i, QUOTA));
    assertThat(crowd.filter(outcome -> !outcome.admitted()).count())
        .as("for whom there is no room")
        .isEqualTo(2_001);
    assertThat(passing(200, portions, "a")).isZero();

    line.cut = false;
    assertThat(passing(200, portions, "newcomer")).isEqualTo(100);
    assertThat(passing(200, portions, "a")).isZero();
  }
}
