package com.quittance.people;

import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.http.JsonBody;
import com.quittance.http.Open;
import com.quittance.http.RequestId;
import com.quittance.people.ResetPassword.From;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For those who cannot sign in. */
@RestController
@RequestMapping(path = "/api/v1/password-reset", produces = MediaType.APPLICATION_JSON_VALUE)
public final class ResetController {

  private final ResetPassword reset;
  private final OwnPages ownPages;

  public ResetController(ResetPassword reset, OwnPages ownPages) {
    this.reset = reset;
    this.ownPages = ownPages;
  }

  @PostMapping
  @Open("who forgot their password cannot sign in")
  ResponseEntity<Void> ask(HttpServletRequest http) {
    ownPages.requireOwnOrigin(http);
    var body = JsonBody.of(http);
    var email = body.required("email", "an e-mail address", text -> Mailbox.of(text).address());
    body.end().check();
    reset.ask(Objects.requireNonNull(email), from(http));
    return ResponseEntity.accepted().build();
  }

  @PostMapping("/confirm")
  @Open("the link in the mail is what lets them in")
  ResponseEntity<Void> confirm(HttpServletRequest http) {
    ownPages.requireOwnOrigin(http);
    var body = JsonBody.of(http);
    var secret = body.secret("secret", SessionController.MOST_TYPED);
    var password = body.secret("password", SessionController.MOST_TYPED);
    body.end().check();
    reset.confirm(secret, password, from(http));
    return ResponseEntity.noContent().build();
  }

  private static From from(HttpServletRequest http) {
    return new From(RequestId.of(http), http.getRemoteAddr());
  }
}
