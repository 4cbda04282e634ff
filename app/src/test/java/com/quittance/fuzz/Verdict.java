package com.quittance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.quittance.http.Http.Answer;
import com.quittance.http.ProblemJson;
import com.quittance.openapi.Contract;
import com.quittance.openapi.Exchange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Whether an answer is one that may be given to anybody. */
final class Verdict {

  private static final JsonMapper JSON = new JsonMapper();

  /** Words of ours that are nobody's business. */
  private static final Pattern INNER =
      Pattern.compile(
          "(?i)\\b(java|javax|jakarta|org|com|tools)\\.[a-z]\\w*\\.|exception|\\bat [\\w.$]+\\("
              + "|sqlstate|\\bpsql|postgres|\\bselect .* from\\b|insert into|relation \\\\?\""
              + "|violates|tomcat|hikari|jackson|\\$[A-Z]\\w+");

  /** What cannot be decoded, and is refused or not read. */
  private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private Verdict() {}

  /** What is wrong with the answer; empty when nothing is. */
  static List<String> complaints(Call call, boolean damaged, Answer answer) {
    var complaints = new ArrayList<String>();
    if (answer.status() >= 500) {
      complaints.add("answered " + answer.status());
    }
    if (answer.status() >= 400 && !call.method().equals("HEAD")) {
      problem(answer, complaints);
      inner(call, answer, complaints);
    }
    Contract.published().complaints(exchange(call, answer)).stream()
        .filter(complaint -> !damaged || !isHarmless(call, complaint))
        .forEach(complaints::add);
    return complaints;
  }

  /**
   * What nobody reads: a body where none is needed, parameters for Stripe and for the watch, tags
   * that are none. And what is not seen from here: the body behind its chunks.
   */
  private static boolean isHarmless(Call call, String complaint) {
    return complaint.startsWith("accepted a body of")
        || complaint.startsWith("accepted with If-")
        || complaint.startsWith("accepted body")
            && (call.body().length == 0 || call.has("Transfer-Encoding"))
        || complaint.startsWith("accepted with an undocumented")
            && !call.path().startsWith("/api/");
  }

  private static void problem(Answer answer, List<String> complaints) {
    if (!answer.header("Content-Type").equals(ProblemJson.MEDIA_TYPE)) {
      complaints.add("no problem, but " + answer.header("Content-Type"));
      return;
    }
    try {
      var problem = JSON.readTree(answer.body());
      if (problem.path("status").asInt(0) != answer.status()) {
        complaints.add("the problem's status is " + problem.path("status"));
      }
    } catch (JacksonException none) {
      complaints.add("the problem is no JSON");
    }
  }

  /** But for what the request said itself. */
  private static void inner(Call call, Answer answer, List<String> complaints) {
    var found = INNER.matcher(answer.text());
    while (found.find()) {
      if (!new String(call.bytes(), UTF_8).contains(found.group())) {
        complaints.add("tells of our insides: " + found.group());
      }
    }
  }

  private static Exchange exchange(Call call, Answer answer) {
    // A refusal may come before anybody has decoded the path.
    var path = answer.status() < 400 ? understood(call.path()) : call.path();
    var query =
        call.query().stream()
            .filter(pair -> !BROKEN.matcher(pair.name() + "=" + pair.value()).find())
            .map(pair -> pair.name() + "=" + pair.value())
            .collect(Collectors.joining("&"));
    return new Exchange(
        call.method(),
        query.isEmpty() ? path : path + "?" + query,
        call.firstHeaders(),
        call::body,
        answer.status(),
        answer.headers(),
        answer.body());
  }

  /** As servers read it: without what follows a semicolon, percent-decoded. */
  static String understood(String path) {
    var alone = path.replaceFirst("^http://[^/]*", "");
    return Arrays.stream(alone.split("/", -1))
        .map(segment -> decoded(segment.replaceFirst(";.*", "")))
        .collect(Collectors.joining("/"));
  }

  private static String decoded(String segment) {
    var encoded = Pattern.compile("%([0-9a-fA-F]{2})").matcher(segment);
    return encoded.replaceAll(
        hex ->
            java.util.regex.Matcher.quoteReplacement(
                new String(new byte[] {(byte) Integer.parseInt(hex.group(1), 16)}, ISO_8859_1)));
  }
}
