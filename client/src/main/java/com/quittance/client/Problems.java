package com.quittance.client;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JacksonException;

/** Reads what was answered instead: a problem, or whatever something in between had to say. */
final class Problems {

  private static final int SHOWN = 200;

  private Problems() {}

  static ProblemException of(Call call, HttpResponse<byte[]> answer, Instant now) {
    var problem = read(answer);
    var wait = answer.headers().firstValue("Retry-After").map(said -> wait(said, now));
    return answer.statusCode() == 412
        ? new ConflictException(call.toString(), problem, wait.orElse(Duration.ZERO))
        : new ProblemException(call.toString(), problem, wait.orElse(Duration.ZERO));
  }

  private static Problem read(HttpResponse<byte[]> answer) {
    var media = answer.headers().firstValue("Content-Type").orElse("");
    if (media.startsWith("application/problem+json")) {
      try {
        return ofStatus(
            answer.statusCode(), Transport.JSON.readValue(answer.body(), Problem.class));
      } catch (JacksonException broken) {
        // Told as what it is: something that is no problem of the server's.
      }
    }
    var text = new String(answer.body(), StandardCharsets.UTF_8);
    return new Problem(
        "about:blank",
        "Not the API's answer",
        answer.statusCode(),
        text.substring(0, Math.min(SHOWN, text.length())),
        answer.headers().firstValue("X-Request-Id").orElse(null),
        null);
  }

  /** What was answered counts, not what the body says of it. */
  private static Problem ofStatus(int status, Problem said) {
    return new Problem(
        said.type(), said.title(), status, said.detail(), said.instance(), said.errors());
  }

  /** Seconds or a date, after RFC 9110; what is neither asks for nothing. */
  private static Duration wait(String said, Instant now) {
    if (said.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(said));
    }
    try {
      var then = ZonedDateTime.parse(said, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    } catch (DateTimeException neither) {
      return Duration.ZERO;
    }
  }
}
