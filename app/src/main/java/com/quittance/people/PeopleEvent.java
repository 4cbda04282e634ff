package com.quittance.people;

import com.quittance.tenancy.PersonId;
import java.util.List;
import java.util.UUID;

/** A fact of a person, whatever company they work for. */
public sealed interface PeopleEvent {

  PersonId person();

  record SignedIn(PersonId person, UUID session) implements PeopleEvent {}

  record PasswordChanged(PersonId person) implements PeopleEvent {}

  /** What the event is found by. */
  default List<String> tags() {
    var who = "person:" + person();
    return switch (this) {
      case SignedIn _ -> List.of("person:signed-in", who);
      case PasswordChanged _ -> List.of("password:changed", who);
    };
  }
}
