package com.quittance.relay.queue;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far batches are, of all tenants. */
public final class Batches {

  /**
   * A batch.
   *
   * @param total deliveries it was announced with
   * @param pending those that are neither done nor given up
   * @param failed those that were given up
   */
  public record Batch(
      UUID tenant,
      UUID id,
      int total,
      int pending,
      int failed,
      Instant createdAt,
      @Nullable Instant finishedAt) {}

  private final Database database;

  public Batches(Database database) {
    this.database = database;
  }

  public Optional<Batch> find(UUID tenant, UUID id) {
    return database.ask(
        c ->
            Sql.of(c, "select * from relay.batch where tenant_id = ? and id = ?")
                .set(tenant)
                .set(id)
                .first(Batches::read));
  }

  private static Batch read(ResultSet row) throws SQLException {
    return new Batch(
        Sql.uuid(row, "tenant_id"),
        Sql.uuid(row, "id"),
        row.getInt("total"),
        row.getInt("pending"),
        row.getInt("failed"),
        Sql.instant(row, "created_at"),
        Sql.instantOrNull(row, "finished_at"));
  }
}
