package com.quittance.tenancy;

import static com.quittance.tenancy.Role.ACCOUNTANT;
import static com.quittance.tenancy.Role.MEMBER;
import static com.quittance.tenancy.Role.OWNER;
import static com.quittance.tenancy.Role.READ_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may what, and until when. */
class PrincipalTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final TenantId TENANT = new TenantId(new UUID(0, 1));

  private static Principal principal(Role role, String... abilities) {
    return new Principal(TENANT, "token:1", null, null, role, List.of(abilities));
  }

  private static List<Ability> of(Role role) {
    return Arrays.stream(Ability.values()).filter(it -> principal(role, "*").may(it)).toList();
  }

  @Test
  void eachRoleMayWhatTheOneBelowItMay() {
    assertThat(of(OWNER)).containsExactly(Ability.values());
    assertThat(of(OWNER)).containsAll(of(ACCOUNTANT));
    assertThat(of(ACCOUNTANT)).containsAll(of(MEMBER));
    assertThat(of(MEMBER)).containsAll(of(READ_ONLY));
    assertThat(of(READ_ONLY)).allMatch(it -> it.code().endsWith(":read")).isNotEmpty();
    assertThat(of(READ_ONLY)).doesNotContain(Ability.AUDIT_READ);
    assertThat(of(MEMBER)).doesNotContain(Ability.PAYMENTS_WRITE, Ability.TENANT_WRITE);
    assertThat(of(ACCOUNTANT)).contains(Ability.AUDIT_READ).doesNotContain(Ability.TENANT_WRITE);
  }

  @Test
  void aTokenMayWhatItNamesAndItsHolderMay() {
    var reader = principal(OWNER, "invoices:read");
    assertThat(Arrays.stream(Ability.values()).filter(reader::may))
        .containsExactly(Ability.INVOICES_READ);
    assertThat(principal(MEMBER, "payments:write").may(Ability.PAYMENTS_WRITE)).isFalse();
    assertThat(principal(OWNER).may(Ability.INVOICES_READ)).isFalse();
    assertThat(principal(OWNER, "invoices", "invoices:rea").may(Ability.INVOICES_READ)).isFalse();
  }

  @Test
  void everyAbilityIsNamedOnce() {
    assertThat(Ability.codes()).doesNotHaveDuplicates().contains("*", "invoices:write");
    assertThat(Ability.codes()).hasSize(Ability.values().length + 1);
  }

  @Test
  void aRoleIsFoundByItsCodeAlone() {
    for (var role : Role.values()) {
      assertThat(Role.of(role.code())).isEqualTo(role);
    }
    assertThat(READ_ONLY.code()).isEqualTo("read-only");
    for (var none : List.of("", "OWNER", "root", "read_only", "owner ")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Role.of(none))
          .withMessage("no role: " + none);
    }
  }

  private static ApiToken token(@Nullable Instant revoked) {
    return new ApiToken(
        TENANT,
        new UUID(0, 2),
        null,
        null,
        "x",
        new byte[32],
        List.of("invoices:read"),
        NOW.plusSeconds(10),
        revoked,
        null,
        NOW);
  }

  @Test
  void nobodyGivesWhatTheyHaveNot() {
    assertThat(principal(OWNER, "*").canGive("*")).isTrue();
    assertThat(principal(OWNER, "*").canGive("tenant:write")).isTrue();
    assertThat(principal(OWNER, "*").canGive("no:such")).isFalse();
    assertThat(principal(MEMBER, "*").canGive("*")).isTrue();
    assertThat(principal(MEMBER, "*").canGive("tenant:write")).isFalse();
    assertThat(principal(OWNER, "invoices:read").canGive("*")).isFalse();
    assertThat(principal(OWNER, "invoices:read").canGive("invoices:read")).isTrue();
    assertThat(principal(OWNER, "invoices:read").canGive("invoices:write")).isFalse();
  }

  @Test
  void nobodyMakesAnotherMoreThanTheyAre() {
    for (var role : Role.values()) {
      assertThat(principal(OWNER, "*").canGive(role)).isTrue();
      assertThat(principal(OWNER, "members:write").canGive(role)).isFalse();
    }
    assertThat(principal(MEMBER, "*").canGive(MEMBER)).isTrue();
    assertThat(principal(MEMBER, "*").canGive(OWNER)).isFalse();
  }

  @Test
  void aTokenActsUnderItsOwnName() {
    var principal = Principal.of(token(null), MEMBER);
    assertThat(principal.tenant()).isEqualTo(TENANT);
    assertThat(principal.actor()).isEqualTo("token:" + new UUID(0, 2));
    assertThat(principal.may(Ability.INVOICES_READ)).isTrue();
    assertThat(principal.may(Ability.INVOICES_WRITE)).isFalse();
  }

  @Test
  void aTokenLivesUntilItsTimeUnlessItIsRevoked() {
    assertThat(token(null).isLive(NOW)).isTrue();
    assertThat(token(null).isLive(NOW.plusSeconds(10).minusNanos(1))).isTrue();
    assertThat(token(null).isLive(NOW.plusSeconds(10))).isFalse();
    assertThat(token(NOW).isLive(NOW)).isFalse();
    assertThat(token(NOW.plusSeconds(5)).isLive(NOW)).isFalse();
  }

  @Test
  void ofASecretTheHashIsKept() throws Exception {
    var token = new TokenSecret(new UUID(0, 7), "0123456789".repeat(4));
    assertThat(token.hash())
        .isEqualTo(
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(
                    "0123456789".repeat(4).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    assertThat(token).hasToString("qt_00000000-0000-0000-0000-000000000007_…");
  }
}
