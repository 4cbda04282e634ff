package com.quittance.billing.application;

import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.tenancy.TenancyEvent.TenantChanged;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.Tenants;
import com.quittance.tenancy.Tenants.Terms;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes a company's settings. Invoices that are issued stay as they are. */
public final class ChangeTenant {

  private final Transactions transactions;
  private final Clock clock;

  public ChangeTenant(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A company with what it decides. */
  public record Settings(Tenant tenant, Terms terms) {}

  public Settings current(Scope scope) {
    return transactions.in(
        scope, tx -> new Settings(new Tenants(tx).current(), new Tenants(tx).terms()));
  }

  /**
   * @param change from the present state; what it throws changes nothing
   * @param named which settings it is about; when none of them is other than before, nobody is told
   * @throws Refused when the numbers of invoices would not stay apart
   */
  public Settings change(Scope scope, UnaryOperator<Settings> change, List<String> named) {
    return transactions.in(
        scope,
        tx -> {
          var tenants = new Tenants(tx);
          var terms = tenants.lock();
          var before = new Settings(tenants.current(), terms);
          var after = change.apply(before);
          if (after.equals(before)) {
            return before;
          }
          requireNumbersApart(tx, before.tenant(), after.tenant());
          var next = after.terms().next();
          tenants.update(after.tenant(), next);
          tx.announce(new TenantChanged(before.tenant().id(), named));
          return new Settings(after.tenant(), next);
        });
  }

  /**
   * One that names the year counts each year, any other for ever: a number of the one kind must not
   * come again as one of the other.
   */
  private void requireNumbersApart(Tx tx, Tenant before, Tenant after) {
    var pattern = after.numberingPattern();
    var year = after.today(clock.instant()).getYear();
    if (!pattern.equals(before.numberingPattern())
        && new Invoices(tx).hasNumberLike(pattern, year)) {
      throw new Refused(
          new Invalid(
              "numbering_pattern", "a pattern whose numbers cannot be those of earlier invoices"));
    }
  }
}
