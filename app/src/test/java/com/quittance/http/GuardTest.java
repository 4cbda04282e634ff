package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;

/** Who is let through to a route, by what stands on it. */
class GuardTest {

  /** Routes of all kinds. */
  static final class Routes {
    @Needs(Ability.PAYMENTS_WRITE)
    public void pay() {}

    @Open("a page for all")
    public void look() {}

    @Personal
    public void change() {}

    public void forgotten() {}
  }

  private static @Nullable Type refused(String route, String method, @Nullable Object caller)
      throws NoSuchMethodException {
    return refused(route, request(method, caller));
  }

  private static @Nullable Type refused(String route, HttpServletRequest request)
      throws NoSuchMethodException {
    var handler = new HandlerMethod(new Routes(), route);
    try {
      assertThat(new Guard().preHandle(request, response(), handler)).isTrue();
      return null;
    } catch (Problem problem) {
      return problem.type();
    }
  }

  private static HttpServletRequest request(String method, @Nullable Object caller) {
    return request(method, caller, null);
  }

  /** Answers the two things that are asked of it. */
  private static HttpServletRequest request(
      String method, @Nullable Object caller, @Nullable Object visitor) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            GuardTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (_, asked, arguments) ->
                switch (asked.getName()) {
                  case "getMethod" -> method;
                  case "getAttribute" -> arguments[0].equals(Personal.ATTRIBUTE) ? visitor : caller;
                  default -> throw new UnsupportedOperationException(asked.getName());
                });
  }

  private static HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            GuardTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (_, asked, _) -> {
              throw new UnsupportedOperationException(asked.getName());
            });
  }

  private static Caller caller(Role role, String... abilities) {
    var principal =
        new Principal(
            new TenantId(new UUID(0, 1)), "token:1", null, null, role, List.of(abilities));
    return new Caller(principal, new UUID(0, 2), "00-trace", "203.0.113.7");
  }

  @Test
  void aRouteThatNamesAnAbilityIsForThoseWhoHaveIt() throws Exception {
    assertThat(refused("pay", "POST", caller(Role.OWNER, "*"))).isNull();
    assertThat(refused("pay", "POST", caller(Role.ACCOUNTANT, "payments:write"))).isNull();
    assertThat(refused("pay", "POST", caller(Role.MEMBER, "*"))).isEqualTo(Type.ABILITY_MISSING);
    assertThat(refused("pay", "POST", caller(Role.OWNER, "payments:read")))
        .isEqualTo(Type.ABILITY_MISSING);
    assertThat(refused("pay", "POST", null)).isEqualTo(Type.TOKEN_MISSING);
    assertThat(refused("pay", "POST", "not a caller")).isEqualTo(Type.TOKEN_MISSING);
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    var handler = new HandlerMethod(new Routes(), "pay");
    var reader = request("POST", caller(Role.OWNER, "payments:read"));
    assertThatThrownBy(() -> new Guard().preHandle(reader, response(), handler))
        .hasMessageContaining("payments:write");
  }

  @Test
  void anOpenOneIsForAnybodyAndAForgottenOneForNobody() throws Exception {
    assertThat(refused("look", "GET", null)).isNull();
    assertThat(refused("forgotten", "GET", caller(Role.OWNER, "*")))
        .isEqualTo(Type.ABILITY_MISSING);
    assertThat(refused("forgotten", "OPTIONS", null)).isNull();
    assertThat(new Guard().preHandle(request("GET", null), response(), "no method")).isTrue();
  }

  @Test
  void aPersonalOneIsForWhoIsSignedInAndForNoToken() throws Exception {
    assertThat(refused("change", request("PUT", null, "somebody"))).isNull();
    assertThat(refused("change", "PUT", caller(Role.OWNER, "*"))).isEqualTo(Type.ABILITY_MISSING);
    assertThat(refused("change", "PUT", null)).isEqualTo(Type.TOKEN_MISSING);
  }

  @Test
  void whoIsSignedInForNoCompanyHasNoAbilities() throws Exception {
    assertThat(refused("pay", request("POST", null, "somebody"))).isEqualTo(Type.ABILITY_MISSING);
    assertThat(refused("forgotten", request("POST", null, "somebody")))
        .isEqualTo(Type.ABILITY_MISSING);
  }

  @Test
  void whoseCompanyWantsASecondFactorHasNoAbilitiesBefore() throws Exception {
    var lacking = "the caller is not known, but for what they lack";
    assertThat(refused("pay", request("POST", lacking, "somebody")))
        .isEqualTo(Type.SECOND_FACTOR_MISSING);
    assertThat(refused("change", request("PUT", lacking, "somebody"))).isNull();
    assertThat(refused("look", request("GET", lacking, "somebody"))).isNull();
  }

  @Test
  void aCallerActsForItsTenantAndIsNamed() {
    var scope = caller(Role.OWNER, "*").scope();
    assertThat(scope.tenant()).isEqualTo(new UUID(0, 1));
    assertThat(scope.actor()).isEqualTo("token:1");
    assertThat(scope.correlation()).isEqualTo(new UUID(0, 2));
    assertThat(scope.causation()).isNull();
    assertThat(scope.traceParent()).isEqualTo("00-trace");
    assertThat(scope.origin()).isEqualTo("203.0.113.7");
  }
}
