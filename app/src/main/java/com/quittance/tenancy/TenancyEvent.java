package com.quittance.tenancy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fact of a tenant itself and of who may do what in its name. */
public sealed interface TenancyEvent {

  TenantId tenant();

  record TenantCreated(
      TenantId tenant,
      String legalName,
      String email,
      String currency,
      String timeZone,
      String locale)
      implements TenancyEvent {}

  /**
   * @param changed the names of the settings; what they say is the tenant's own
   */
  record TenantChanged(TenantId tenant, List<String> changed) implements TenancyEvent {}

  /**
   * What followed from an event is to follow again.
   *
   * @param listeners by name; empty: all that hear it
   */
  record EventReplayed(TenantId tenant, UUID event, List<String> listeners)
      implements TenancyEvent {}

  /** A job that was given up is to be tried again. */
  record DeliveryRetried(TenantId tenant, UUID delivery, String listener) implements TenancyEvent {}

  record TokenCreated(
      TenantId tenant, UUID token, String name, List<String> abilities, Instant expiresAt)
      implements TenancyEvent {}

  /** Somebody is to be told of a token of theirs; a job, for it is told already. */
  record TokenNoticeDue(TenantId tenant, PersonId person, UUID token) implements TenancyEvent {}

  record TokenRevoked(TenantId tenant, UUID token) implements TenancyEvent {}

  /** People are named by their id only, so that one who asks to be forgotten can be. */
  record MemberAdded(TenantId tenant, PersonId person, Role role) implements TenancyEvent {}

  /** Somebody is to be told that they belong to the company; a job, for it is told already. */
  record InvitationDue(TenantId tenant, PersonId person) implements TenancyEvent {}

  record MemberChanged(TenantId tenant, PersonId person, Role before, Role after)
      implements TenancyEvent {}

  /** They have another name here; which one is theirs. */
  record MemberRenamed(TenantId tenant, PersonId person) implements TenancyEvent {}

  record MemberRemoved(TenantId tenant, PersonId person) implements TenancyEvent {}

  /** The pictures by their SHA-256; null is none. */
  record LogoChanged(TenantId tenant, @Nullable String before, @Nullable String after)
      implements TenancyEvent {}

  /** What the event is found by. */
  default List<String> tags() {
    var whose = "tenant:" + tenant();
    return switch (this) {
      case TenantCreated _ -> List.of("tenant:created", whose);
      case EventReplayed _ -> List.of("event:replayed", whose);
      case DeliveryRetried e -> List.of("delivery:retried", "listener:" + e.listener(), whose);
      case TenantChanged _ -> List.of("tenant:changed", whose);
      case TokenCreated e -> List.of("token:created", "token:" + e.token(), whose);
      case TokenNoticeDue e ->
          List.of("token:noticed", "token:" + e.token(), "person:" + e.person(), whose);
      case MemberAdded e -> List.of("member:added", "person:" + e.person(), whose);
      case InvitationDue e -> List.of("member:invited", "person:" + e.person(), whose);
      case MemberChanged e -> List.of("member:changed", "person:" + e.person(), whose);
      case MemberRenamed e -> List.of("member:renamed", "person:" + e.person(), whose);
      case MemberRemoved e -> List.of("member:removed", "person:" + e.person(), whose);
      case LogoChanged _ -> List.of("logo:changed", whose);
      case TokenRevoked e -> List.of("token:revoked", "token:" + e.token(), whose);
    };
  }
}
