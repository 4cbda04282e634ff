package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that links in mails lead to. */
@ExtendWith(Doors.Opened.class)
class ResetPageTest {

  private final Doors doors;
  private final Http stranger;

  ResetPageTest(Doors doors) {
    this.doors = doors;
    this.stranger = doors.http().as(null);
  }

  private Answer get(String path, Map<String, String> headers) {
    return stranger.send("GET", path, BodyPublishers.noBody(), headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reset", "/reset?lang=fr", "/reset/page.css", "/reset/page.js"})
  void nobodyKeepsItAndItAsksThisServerAlone(String path) {
    var answer = get(path, Map.of()).is(200);
    assertThat(answer.header("Content-Security-Policy"))
        .isEqualTo(ResetPage.POLICY)
        .contains("default-src 'none'", "script-src 'self'", "form-action 'none'")
        .doesNotContain("unsafe", "http:", "https:");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("X-Robots-Tag")).contains("noindex");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/reset, -, en",
        "/reset, fr-SN, fr",
        "/reset, 'de, fr;q=0.5', fr",
        "/reset, 'en-GB, fr', en",
        "/reset, de, en",
        "/reset, ';;q=x', en",
        "/reset?lang=fr, en, fr",
        "/reset?lang=en, fr, en",
        "/reset?lang=<script>, fr, fr",
      })
  void itSpeaksTheReadersLanguage(String path, String accepted, String language) {
    var headers = accepted == null ? Map.<String, String>of() : Map.of("Accept-Language", accepted);
    var page = get(path.replace("<", "%3C").replace(">", "%3E"), headers).is(200).text();
    assertThat(page).contains("<html lang=\"%s\">".formatted(language));
  }

  @Test
  void itNeedsNothingButItsFiles() {
    for (var language : new String[] {"fr", "en"}) {
      var page = get("/reset?lang=" + language, Map.of()).is(200).text();
      assertThat(page).doesNotContain("<style", "style=", "onload", "javascript:", "//");
      var files = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"").matcher(page).results().toList();
      assertThat(files).hasSize(2);
      files.forEach(file -> get(file.group(1), Map.of()).is(200));
      assertThat(page.split("<script", -1)).hasSize(2);
    }
    get("/reset/fr.html", Map.of()).is(Type.NOT_FOUND);
  }

  /** What the script shows is there, in both languages. */
  @Test
  void bothLanguagesHaveTheSamePlaces() {
    var english = ids(get("/reset?lang=en", Map.of()).text());
    assertThat(ids(get("/reset?lang=fr", Map.of()).text())).isEqualTo(english);
    var script = get("/reset/page.js", Map.of()).text();
    var shown =
        Pattern.compile("\"([a-z-]+)\"")
            .matcher(script.lines().filter(line -> line.contains("messages =")).findFirst().get())
            .results()
            .map((MatchResult it) -> it.group(1))
            .toList();
    assertThat(shown).hasSizeGreaterThan(5);
    assertThat(english).containsAll(shown).contains("choose", "ask", "password", "email", "show");
  }

  private static TreeSet<String> ids(String page) {
    var ids = new TreeSet<String>();
    Pattern.compile(" id=\"([^\"]+)\"").matcher(page).results().forEach(it -> ids.add(it.group(1)));
    return ids;
  }

  /** Programs look at what is in mails before people do. */
  @Test
  void lookingAtItChangesNothing() {
    var before = doors.contents();
    get("/reset?lang=fr&secret=" + "A".repeat(43), Map.of()).is(200);
    stranger.send("HEAD", "/reset", BodyPublishers.noBody(), Map.of()).is(200);
    get("/api/v1/password-reset/confirm", Map.of()).is(Type.TOKEN_MISSING);
    assertThat(doors.contents()).isEqualTo(before);
  }
}
