package com.quittance.demo;

import com.quittance.House;
import com.quittance.database.Sql;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks at the tenant's own tables: what was mailed, noted and written down. */
final class Observer {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private final House house;
  private final UUID tenant;

  Observer(House house, UUID tenant) {
    this.house = house;
    this.tenant = tenant;
  }

  /** The letters that the mail server, or the folder, has taken for these jobs' invoice. */
  List<String> lettersAbout(String number) {
    return ask(
        "select letter from mail_delivery where state = 'sent' and subject like ? order by sent_at",
        "%" + number + "%");
  }

  List<String> notificationsAbout(String number) {
    return ask(
        "select severity from notification where title like ? or body like ? order by id",
        "%" + number + "%",
        "%" + number + "%");
  }

  List<String> auditsOf(String number) {
    return ask(
        "select amount || ' ' || currency || ' ' || gateway from payment_audit where invoice_number = ?",
        number);
  }

  private List<String> ask(String query, Object... values) {
    return house
        .transactions()
        .in(
            Scope.of(tenant, "demo", UuidV7.from(house.clock())),
            tx -> Sql.on(tx).sql(query).params(values).query(String.class).list());
  }

  /** Waits until it is true, or has waited long enough for any mail. */
  boolean eventually(BooleanSupplier condition) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }
}
