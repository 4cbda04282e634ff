package com.quittance.people;

import com.quittance.http.JsonBody;
import com.quittance.http.Personal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people show beside their password. */
@RestController
@RequestMapping(path = SecondFactorController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public final class SecondFactorController {

  static final String PATH = "/api/v1/second-factor";
  static final String CONFIRMATION = PATH + "/confirmation";

  private final Enrolment enrolment;

  public SecondFactorController(Enrolment enrolment) {
    this.enrolment = enrolment;
  }

  /**
   * The published JSON. A change here is a change of the API.
   *
   * @param since null: it is not enabled
   */
  record StateJson(boolean enabled, @Nullable Instant since, int recoveryCodesLeft) {}

  @GetMapping
  @Personal
  StateJson state(@RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor) {
    var state = enrolment.state(visitor.session().person().id());
    return new StateJson(state.since() != null, state.since(), state.recoveryCodesLeft());
  }

  /**
   * The published JSON. A change here is a change of the API.
   *
   * @param uri for a QR code
   */
  record BegunJson(String secret, String uri, Instant expiresAt) {

    @Override
    public String toString() {
      return "…";
    }
  }

  @PostMapping
  @Personal
  BegunJson begin(@RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor, HttpServletRequest http) {
    var body = JsonBody.of(http);
    var password = body.secret("password", SessionController.MOST_TYPED);
    body.end().check();
    var begun = enrolment.begin(visitor, password);
    return new BegunJson(
        begun.totp().base32(),
        begun.totp().uri(visitor.session().person().email()),
        begun.expiresAt());
  }

  /**
   * The published JSON. A change here is a change of the API.
   *
   * @param recoveryCodes in this answer, never again
   */
  record RecoveryCodesJson(List<String> recoveryCodes) {

    static RecoveryCodesJson of(List<RecoveryCode> codes) {
      return new RecoveryCodesJson(codes.stream().map(RecoveryCode::text).toList());
    }

    @Override
    public String toString() {
      return "…";
    }
  }

  @PostMapping("/confirmation")
  @Personal
  RecoveryCodesJson confirm(
      @RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor, HttpServletRequest http) {
    var body = JsonBody.of(http);
    var code = body.secret("code", SessionController.MOST_CODE);
    body.end().check();
    return RecoveryCodesJson.of(enrolment.confirm(visitor, code));
  }

  @PostMapping("/recovery-codes")
  @Personal
  RecoveryCodesJson renewCodes(
      @RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor, HttpServletRequest http) {
    var body = JsonBody.of(http);
    var password = body.secret("password", SessionController.MOST_TYPED);
    var code = SessionController.code(body);
    body.end().check();
    return RecoveryCodesJson.of(enrolment.renewCodes(visitor, password, code));
  }

  /** Not by DELETE, whose bodies get lost on their way. */
  @PostMapping("/removal")
  @Personal
  ResponseEntity<Void> remove(
      @RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor, HttpServletRequest http) {
    var body = JsonBody.of(http);
    var password = body.secret("password", SessionController.MOST_TYPED);
    var code = SessionController.code(body);
    body.end().check();
    enrolment.remove(visitor, password, code);
    return ResponseEntity.noContent().build();
  }
}
