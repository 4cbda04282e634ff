package com.quittance.tenancy;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import org.jspecify.annotations.Nullable;

/**
 * What lets somebody act in the transaction's tenant. It is looked at before a request is begun;
 * what outlives its maker (a token, a membership) is made under a second look, which also keeps
 * everybody from taking it away before the transaction ends.
 */
public final class Authority {

  private final Tx tx;

  public Authority(Tx tx) {
    this.tx = tx;
  }

  /**
   * Locks the membership before the token, as all do who lock both.
   *
   * @param by null: an operator, whose word needs nobody's
   * @throws AuthorityEnded when the token was revoked, or its holder has left or become something
   *     else
   */
  public void confirm(@Nullable Principal by) {
    if (by == null) {
      return;
    }
    var person = by.person();
    if (person != null && !has(person, by.role())) {
      throw new AuthorityEnded();
    }
    var token = by.token();
    if (token != null && !isLive(token)) {
      throw new AuthorityEnded();
    }
  }

  private boolean has(PersonId person, Role role) {
    return Sql.on(tx)
        .sql(
            """
            select role from membership
            where tenant_id = current_tenant() and person_id = ? and ended_at is null for share
            """)
        .param(person.value())
        .query(String.class)
        .optional()
        .filter(role.code()::equals)
        .isPresent();
  }

  private boolean isLive(ApiToken token) {
    return Sql.on(tx)
        .sql("select id from api_token where id = ? and revoked_at is null for share")
        .param(token.id())
        .query()
        .optionalValue()
        .isPresent();
  }
}
