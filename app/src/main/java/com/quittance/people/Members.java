package com.quittance.people;

import com.quittance.database.Sql;
import com.quittance.people.MemberRefused.Reason;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.TxWork;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.ApiTokens;
import com.quittance.tenancy.Authority;
import com.quittance.tenancy.AuthorityEnded;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Memberships;
import com.quittance.tenancy.PersonId;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.TenancyEvent.InvitationDue;
import com.quittance.tenancy.TenancyEvent.MemberAdded;
import com.quittance.tenancy.TenancyEvent.MemberChanged;
import com.quittance.tenancy.TenancyEvent.MemberRemoved;
import com.quittance.tenancy.TenancyEvent.MemberRenamed;
import com.quittance.tenancy.TenancyEvent.TokenRevoked;
import com.quittance.tenancy.TenantId;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who belongs to a company. */
public final class Members {

  /** Whoever is added again within it is told no more: a mailbox is not to be filled. */
  static final Duration PAUSE = Duration.ofHours(1);

  private final Register register;
  private final Transactions transactions;
  private final Clock clock;

  public Members(Register register, Transactions transactions, Clock clock) {
    this.register = register;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @param email in any letters
   * @param locale of the mails to them, should they be new here; null: the company's
   * @param mail whether they are told
   */
  public record NewMember(
      String email, String name, Role role, @Nullable Locale locale, boolean mail) {}

  public List<Membership> live(Scope scope) {
    return transactions.in(scope, tx -> new Memberships(tx).live());
  }

  /**
   * @throws MemberRefused when they belong to the company already, or to none for good
   */
  public Membership add(Scope scope, NewMember request) {
    return in(scope, tx -> add(tx, null, request));
  }

  /** A transaction in which somebody can be added, with what else belongs to it. */
  <R> R in(Scope scope, TxWork<R> work) {
    return register.in(scope, work);
  }

  /**
   * @param tx of {@link #in}
   * @param by who adds them; null: an operator
   * @throws MemberRefused when they belong to the company already, or to none for good
   * @throws AuthorityEnded when whoever adds them may not do so any more
   */
  Membership add(Tx tx, @Nullable Principal by, NewMember request) {
    new Authority(tx).confirm(by);
    var locale = request.locale();
    var company = new Tenants(tx).current();
    var person = person(tx, request.email(), locale == null ? company.locale() : locale);
    if (person.operator()) {
      throw new MemberRefused(Reason.OPERATOR);
    }
    var memberships = new Memberships(tx);
    if (!memberships.begin(person.id(), request.name(), request.role(), clock.instant())) {
      throw new MemberRefused(Reason.ALREADY_MEMBER);
    }
    tx.announce(new MemberAdded(company.id(), person.id(), request.role()));
    if (request.mail() && memberships.isToBeTold(person.id(), clock.instant(), PAUSE)) {
      tx.announce(new InvitationDue(company.id(), person.id()));
    }
    return memberships.find(person.id()).orElseThrow();
  }

  private Person person(Tx tx, String email, Locale locale) {
    var people = new People(Sql.on(tx));
    var now = clock.instant();
    var address = email.toLowerCase(Locale.ROOT);
    people.add(
        new Person(new PersonId(UuidV7.from(now)), address, locale, false, null, false, now));
    return people.find(address).orElseThrow();
  }

  public Membership change(
      Scope scope, PersonId person, @Nullable String name, @Nullable Role role) {
    return change(scope, null, person, _ -> {}, name, role);
  }

  /**
   * @param by who changes them; null: an operator
   * @param seen throws when they are not to be changed as they are
   * @throws MemberRefused when they do not belong to the company, or are its last owner
   * @throws AuthorityEnded when whoever changes them may not do so any more
   */
  Membership change(
      Scope scope,
      @Nullable Principal by,
      PersonId person,
      Consumer<Membership> seen,
      @Nullable String name,
      @Nullable Role role) {
    return transactions.in(
        scope,
        tx -> {
          var memberships = new Memberships(tx);
          var owners = memberships.lockOwners();
          new Authority(tx).confirm(by);
          var before = live(memberships.lock(person));
          seen.accept(before);
          var after = role == null ? before.role() : role;
          if (after != Role.OWNER) {
            requireAnotherOwner(before, owners);
          }
          var tenant = new TenantId(tx.tenant());
          var called = name == null ? before.name() : name;
          memberships.change(person, called, after);
          if (!called.equals(before.name())) {
            tx.announce(new MemberRenamed(tenant, person));
          }
          if (after != before.role()) {
            tx.announce(new MemberChanged(tenant, person, before.role(), after));
          }
          return live(memberships.find(person));
        });
  }

  /**
   * Ends what they may do here with the next request, and their tokens for good.
   *
   * @throws MemberRefused when they do not belong to the company, or are its last owner
   */
  public void remove(Scope scope, PersonId person) {
    remove(scope, null, person);
  }

  /**
   * @param by who removes them; null: an operator
   * @throws MemberRefused when they do not belong to the company, or are its last owner
   * @throws AuthorityEnded when whoever removes them may not do so any more
   */
  void remove(Scope scope, @Nullable Principal by, PersonId person) {
    transactions.run(
        scope,
        tx -> {
          var memberships = new Memberships(tx);
          var owners = memberships.lockOwners();
          new Authority(tx).confirm(by);
          requireAnotherOwner(live(memberships.find(person)), owners);
          var now = clock.instant();
          var tenant = new TenantId(tx.tenant());
          memberships.end(person, now);
          tx.announce(new MemberRemoved(tenant, person));
          new ApiTokens(tx)
              .revokeAllOf(person, now)
              .forEach(token -> tx.announce(new TokenRevoked(tenant, token)));
        });
  }

  private static Membership live(Optional<Membership> found) {
    return found.filter(Membership::isLive).orElseThrow(MemberRefused::unknown);
  }

  private static void requireAnotherOwner(Membership member, int owners) {
    if (member.role() == Role.OWNER && owners <= 1) {
      throw new MemberRefused(Reason.LAST_OWNER);
    }
  }
}
