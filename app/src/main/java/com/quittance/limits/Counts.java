package com.quittance.limits;

import com.quittance.settings.Quota;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.jdbc.CustomColumnProvider;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is left of each quota, over all nodes. */
public final class Counts {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ProxyManager<String> buckets;
  private final JdbcClient sql;
  private final Clock clock;

  /**
   * @param router in the role that may see the counts
   */
  public Counts(DataSource router, Clock clock) {
    this.buckets =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(router)
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .table("rate_limit")
            .idColumn("key")
            .stateColumn("state")
            .addCustomColumn(new WholeAt(clock))
            .clientClock(time(clock))
            .requestTimeout(PATIENCE)
            .build();
    this.sql = JdbcClient.create(router);
    this.clock = clock;
  }

  private static TimeMeter time(Clock clock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        var now = clock.instant();
        return Math.addExact(
            Math.multiplyExact(now.getEpochSecond(), 1_000_000_000), now.getNano());
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }

  /**
   * @param most how many there are to be used
   * @param left how many others may still have
   * @param reset when the quota is whole again
   */
  record Portion(int most, long left, Duration reset) {}

  /** When a count says nothing any more, by our clock: the library would take the machine's. */
  private record WholeAt(Clock clock) implements CustomColumnProvider<String> {

    @Override
    public String getCustomFieldName() {
      return "whole_at";
    }

    @Override
    public void setCustomField(
        String key, int column, PreparedStatement statement, RemoteBucketState state, long now)
        throws SQLException {
      var period = state.getConfiguration().getBandwidths()[0].getRefillPeriodNanos();
      statement.setObject(column, clock.instant().plusNanos(period).atOffset(ZoneOffset.UTC));
    }
  }

  /** As many as are wanted, or one, or none. */
  Portion take(String key, Quota quota, int wanted) {
    // Another quota is another count: what was counted under the old one says nothing of it.
    var bucket = buckets.builder().build(key + " " + quota, () -> configuration(quota));
    var all = bucket.tryConsumeAndReturnRemaining(wanted);
    if (all.isConsumed() || wanted == 1 || all.getRemainingTokens() == 0) {
      return portion(all, wanted);
    }
    return portion(bucket.tryConsumeAndReturnRemaining(1), 1);
  }

  private static Portion portion(ConsumptionProbe probe, int wanted) {
    return new Portion(
        probe.isConsumed() ? wanted : 0,
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForReset()));
  }

  private static BucketConfiguration configuration(Quota quota) {
    return BucketConfiguration.builder()
        .addLimit(limit -> limit.capacity(quota.most()).refillIntervally(quota.most(), quota.per()))
        .build();
  }

  /** For the housekeeping: counts that are whole again. */
  public int forget() {
    return sql.sql("delete from rate_limit where whole_at < ?")
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }
}
