package com.quittance.people;

import com.quittance.database.Sql;
import com.quittance.people.PeopleEvent.PasswordChanged;
import com.quittance.relay.Tx;
import com.quittance.tenancy.PersonId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a password in the place of another, and shuts what the other one has opened. */
final class Passwords {

  private Passwords() {}

  /**
   * @param session the one that stays; null: none does, and no browser is known any more, for one
   *     of them may be whose the old password should not have been
   */
  static void replace(Tx tx, PersonId person, String hash, @Nullable UUID session) {
    var sql = Sql.on(tx);
    new People(sql).setPassword(person, hash);
    new PasswordResets(sql).forget(person);
    new PasswordLinks(sql).endAll(person);
    new Sessions(sql).endAll(person, session);
    if (session == null) {
      new KnownDevices(sql).forgetAll(person);
    }
    tx.announce(new PasswordChanged(person));
  }
}
