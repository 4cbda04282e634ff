package com.quittance.relay;

import com.quittance.relay.event.Announcement;
import com.quittance.relay.event.Outbox;
import com.quittance.relay.event.Payloads;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Database;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import tools.jackson.databind.json.JsonMapper;

/** Transactions of a store that is no database: they carry what is announced, and nothing else. */
public final class SimulatedTx {

  private static final Connection NO_CONNECTION = refusing(Connection.class);
  private static final DataSource NO_SOURCE = refusing(DataSource.class);
  private static final Transactions NO_TRANSACTIONS = refusing();

  private SimulatedTx() {}

  public static Tx begin(Scope scope) {
    return new Tx(NO_CONNECTION, scope, Clock.systemUTC());
  }

  public static List<Object> announced(Tx tx) {
    return tx.announced().stream().map(Announcement::event).toList();
  }

  public static Database noDatabase() {
    return new Database(NO_SOURCE);
  }

  public static Transactions noTransactions() {
    return NO_TRANSACTIONS;
  }

  private static Transactions refusing() {
    var map = EventMap.of(Object.class, _ -> List.of());
    var payloads = new Payloads(map, JsonMapper.builder().build());
    var outbox = new Outbox(map, payloads, Clock.systemUTC(), DueTime.ofDatabase());
    return new Transactions(
        NO_SOURCE, outbox, (_, _) -> {}, _ -> {}, Duration.ofSeconds(1), Clock.systemUTC());
  }

  private static <T> T refusing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            SimulatedTx.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }
}
