package com.quittance.people;

import com.quittance.tenancy.PersonId;
import java.util.List;
import java.util.UUID;

/** A fact of a person, whatever company they work for. */
public sealed interface PeopleEvent {

  /**
   * Somebody wants a link to choose a password; a job, for nothing has changed.
   *
   * @param request for which address is told by it alone, and forgotten after a day
   */
  record ResetAsked(UUID request) implements PeopleEvent {}

  /** Such a link is on its way to them. */
  record PasswordResetRequested(PersonId person) implements PeopleEvent {}

  record SignedIn(PersonId person, UUID session) implements PeopleEvent {}

  /** Somebody signed out, there or from another browser. */
  record SessionEnded(PersonId person, UUID session) implements PeopleEvent {}

  /** What they should know of, should it have been somebody else. */
  sealed interface SignInChanged extends PeopleEvent {
    PersonId person();
  }

  record PasswordChanged(PersonId person) implements SignInChanged {}

  record SecondFactorEnabled(PersonId person) implements SignInChanged {}

  /** By themselves, or by an operator when they have lost it. */
  record SecondFactorDisabled(PersonId person) implements SignInChanged {}

  record RecoveryCodesRenewed(PersonId person) implements SignInChanged {}

  /**
   * @param left how many they still have
   */
  record RecoveryCodeUsed(PersonId person, int left) implements SignInChanged {}

  /** What the event is found by. */
  default List<String> tags() {
    return switch (this) {
      case SignedIn e -> List.of("person:signed-in", "person:" + e.person());
      case SessionEnded e -> List.of("session:ended", "person:" + e.person());
      case PasswordChanged e -> List.of("password:changed", "person:" + e.person());
      case PasswordResetRequested e -> List.of("password:reset-requested", "person:" + e.person());
      case ResetAsked _ -> List.of("password:reset-asked");
      case SecondFactorEnabled e -> List.of("second-factor:enabled", "person:" + e.person());
      case SecondFactorDisabled e -> List.of("second-factor:disabled", "person:" + e.person());
      case RecoveryCodesRenewed e -> List.of("recovery-codes:renewed", "person:" + e.person());
      case RecoveryCodeUsed e -> List.of("recovery-code:used", "person:" + e.person());
    };
  }
}
