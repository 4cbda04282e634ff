package com.quittance.people;

import com.quittance.tenancy.PersonId;
import java.util.List;
import java.util.UUID;

/** A fact of a person, whatever company they work for. */
public sealed interface PeopleEvent {

  PersonId person();

  record SignedIn(PersonId person, UUID session) implements PeopleEvent {}

  record PasswordChanged(PersonId person) implements PeopleEvent {}

  record SecondFactorEnabled(PersonId person) implements PeopleEvent {}

  /** By themselves, or by an operator when they have lost it. */
  record SecondFactorDisabled(PersonId person) implements PeopleEvent {}

  record RecoveryCodesRenewed(PersonId person) implements PeopleEvent {}

  /**
   * @param left how many they still have
   */
  record RecoveryCodeUsed(PersonId person, int left) implements PeopleEvent {}

  /** What the event is found by. */
  default List<String> tags() {
    var who = "person:" + person();
    return switch (this) {
      case SignedIn _ -> List.of("person:signed-in", who);
      case PasswordChanged _ -> List.of("password:changed", who);
      case SecondFactorEnabled _ -> List.of("second-factor:enabled", who);
      case SecondFactorDisabled _ -> List.of("second-factor:disabled", who);
      case RecoveryCodesRenewed _ -> List.of("recovery-codes:renewed", who);
      case RecoveryCodeUsed _ -> List.of("recovery-code:used", who);
    };
  }
}
