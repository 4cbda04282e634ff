package com.quittance.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that is an error, after RFC 9457. Its types are documented in docs/errors.md. */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Which member was wrong, and what would have been right. */
  public record Violation(String pointer, String detail) {}

  /** The stable kinds of problem: the last part of their {@code type}. */
  public enum Type {
    MALFORMED_JSON(400, "The body is not the JSON that is expected"),
    INVALID_REQUEST(400, "The request cannot be understood"),
    IDEMPOTENCY_KEY_MISSING(400, "An Idempotency-Key is needed"),
    SIGNATURE_INVALID(400, "The signature does not fit the body"),
    TOKEN_MISSING(401, "A token or a session is needed"),
    TOKEN_INVALID(401, "The token is not valid"),
    TOKEN_EXPIRED(401, "The token has expired"),
    TOKEN_REVOKED(401, "The token has been revoked"),
    CREDENTIALS_INVALID(401, "These do not let you in"),
    SECOND_FACTOR_REQUIRED(401, "A code is needed beside the password"),
    SECOND_FACTOR_INVALID(401, "The code does not let you in"),
    ABILITY_MISSING(403, "You may not do this"),
    CROSS_SITE(403, "The request seems to come from another site"),
    SECOND_FACTOR_MISSING(403, "A second factor has to be set up first"),
    NOT_FOUND(404, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No answer in the form that is asked for"),
    REQUEST_TIMEOUT(408, "The request took too long to come"),
    ALREADY_MEMBER(409, "They belong to the company already"),
    LAST_OWNER(409, "A company keeps an owner"),
    SECOND_FACTOR_STATE(409, "The second factor is in another state"),
    WEBHOOK_ENDPOINT_DISABLED(409, "The webhook endpoint is disabled"),
    TOO_MANY_WEBHOOK_ENDPOINTS(409, "There are as many webhook endpoints as there can be"),
    OVERPAYMENT(409, "More than is open"),
    NOT_PAYABLE(409, "The invoice takes no payment"),
    INVOICE_STATE(409, "The invoice's state does not allow it"),
    NOT_REFUNDABLE(409, "There is no such money to give back"),
    GATEWAY_REFERENCE_TAKEN(409, "The payment is registered already"),
    IDEMPOTENCY_KEY_IN_USE(409, "The same request is under way"),
    PRECONDITION_FAILED(412, "It has changed since it was read"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is in a form that is not read"),
    VALIDATION(422, "Some values are not valid"),
    RESET_INVALID(422, "The link is not good any more"),
    PICTURE_UNUSABLE(422, "The picture cannot be used"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key belongs to another request"),
    TOO_MANY_ATTEMPTS(429, "Too many tries"),
    RATE_LIMITED(429, "Too many requests"),
    INTERNAL(500, "Something went wrong on our side"),
    GATEWAY_FAILED(502, "The payment gateway did not help"),
    NOT_CONFIGURED(503, "This is not set up here"),
    UNAVAILABLE(503, "Not available now");

    private final int status;
    private final String title;

    Type(int status, String title) {
      this.status = status;
      this.title = title;
    }

    public int status() {
      return status;
    }

    public String title() {
      return title;
    }

    /** The {@code type} member: a path, so that it is stable wherever the server stands. */
    public String uri() {
      return "/problems/" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Type type;
  private final transient List<Violation> violations;
  private @Nullable Duration retryAfter;

  private Problem(Type type, String detail, List<Violation> violations, @Nullable Throwable cause) {
    super(detail, cause);
    this.type = type;
    this.violations = List.copyOf(violations);
  }

  public static Problem of(Type type, String detail) {
    return new Problem(type, detail, List.of(), null);
  }

  public static Problem of(Type type, String detail, Throwable cause) {
    return new Problem(type, detail, List.of(), cause);
  }

  public static Problem invalid(List<Violation> violations) {
    var first = violations.getFirst();
    return new Problem(
        Type.VALIDATION,
        "%s: expected %s".formatted(first.pointer(), first.detail()),
        violations,
        null);
  }

  public static Problem invalid(String pointer, String expected) {
    return invalid(List.of(new Violation(pointer, expected)));
  }

  /** The same about a part of the body: its pointers begin with {@code path}. */
  public Problem below(String path) {
    return violations.isEmpty()
        ? this
        : invalid(
            violations.stream().map(v -> new Violation(path + v.pointer(), v.detail())).toList());
  }

  /** As in the header of that name, in whole seconds. */
  public Problem retryAfter(Duration wait) {
    retryAfter = wait;
    return this;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  public Type type() {
    return type;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<Violation> violations() {
    return violations;
  }
}
