package com.quittance.people;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.Problems;
import com.quittance.tenancy.AuthorityEnded;
import com.quittance.tenancy.TokenRefused;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.node.ObjectNode;

/** What is refused of members and tokens, as a problem. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class MemberProblems {

  @ExceptionHandler
  ResponseEntity<ObjectNode> refused(MemberRefused refused, HttpServletRequest request) {
    var problem =
        switch (refused.reason()) {
          case UNKNOWN -> Problem.of(Type.NOT_FOUND, "There is no such member.");
          case ALREADY_MEMBER ->
              Problem.of(Type.ALREADY_MEMBER, "They belong to the company already.");
          case LAST_OWNER ->
              Problem.of(Type.LAST_OWNER, "Nobody else is an owner: make somebody one first.");
          // As an address that cannot be written to: who operates the server is nobody's business.
          case OPERATOR -> Problem.invalid("/email", "the address of somebody who can be a member");
        };
    return Problems.answer(problem, request);
  }

  @ExceptionHandler
  ResponseEntity<ObjectNode> refused(TokenRefused refused, HttpServletRequest request) {
    return Problems.answer(
        Problem.invalid(
            "/expires_in_days", "at most %d".formatted(Math.max(0, refused.most().toDays()))),
        request);
  }

  @ExceptionHandler
  ResponseEntity<ObjectNode> refused(AuthorityEnded ended, HttpServletRequest request) {
    return Problems.answer(
        Problem.of(Type.ABILITY_MISSING, "You may not do this any more."), request);
  }
}
