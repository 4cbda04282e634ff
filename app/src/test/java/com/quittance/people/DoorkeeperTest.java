package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.http.Doors;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.sealing.Seal;
import com.quittance.sealing.SealingKey;
import com.quittance.tenancy.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Doors.Opened.class)
class DoorkeeperTest {

  private final Doors doors;

  DoorkeeperTest(Doors doors) {
    this.doors = doors;
  }

  /** Between the two lies the work of a hash, time enough to choose another by a link. */
  @Test
  void aPasswordThatWasChangedMeanwhileLetsNobodyIn() {
    var staff = new Staff(doors);
    var member = staff.hire(Role.OWNER);
    staff.password(member);
    var house = doors.house().house();
    var people = house.database().people();
    var register = new Register(people, house.transactions());
    var seal = new Seal(List.of(SealingKey.fresh()));
    var keeper = new Doorkeeper(register, people, seal, doors.house().clock());
    var shown = new Credentials(member.email(), Staff.PASSWORD, null);
    var scope = Scope.of(Register.NO_COMPANY, "test", UuidV7.from(doors.house().clock()));
    var place = Place.network("127.0.9.1");

    var known = keeper.know(shown, place);
    house.signIn().setPassword(scope, member.email(), "trois oiseaux dans un jardin");

    assertThatThrownBy(() -> keeper.admit(known, shown, place, scope, _ -> true))
        .isInstanceOfSatisfying(
            Problem.class, it -> assertThat(it.type()).isEqualTo(Type.CREDENTIALS_INVALID));
  }
}
