package com.quittance.people;

import com.quittance.http.Asset;
import com.quittance.http.Open;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where links in mails lead. The page is the same for everybody: what is behind the # of the link
 * is not sent, and getting it changes nothing, for programs look at what is in mails as well.
 */
@RestController
public final class ResetPage {

  /** Without its script the form goes nowhere, least of all into an address. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<String> LANGUAGES = Set.of("fr", "en");

  private final Map<String, Asset> pages =
      Map.of(
          "fr", Asset.of("text/html", "/reset/fr.html"),
          "en", Asset.of("text/html", "/reset/en.html"));

  private final Map<String, Asset> assets =
      Map.of(
          "page.css", Asset.of("text/css", "/reset/page.css"),
          "page.js", Asset.of("text/javascript", "/reset/page.js"));

  @GetMapping("/reset")
  @Open("who forgot their password cannot sign in")
  ResponseEntity<byte[]> page(
      @RequestParam(required = false) @Nullable String lang, HttpServletRequest request) {
    return answer(pages.get(language(lang, request)));
  }

  private static String language(@Nullable String wanted, HttpServletRequest request) {
    if (wanted != null && LANGUAGES.contains(wanted)) {
      return wanted;
    }
    return request.getHeader("Accept-Language") == null
        ? Locale.ENGLISH.getLanguage()
        : Collections.list(request.getLocales()).stream()
            .map(Locale::getLanguage)
            .filter(LANGUAGES::contains)
            .findFirst()
            .orElse(Locale.ENGLISH.getLanguage());
  }

  @GetMapping("/reset/{name}")
  @Open("what the page is made of")
  ResponseEntity<byte[]> asset(@PathVariable String name) {
    return answer(assets.get(name));
  }

  private static ResponseEntity<byte[]> answer(@Nullable Asset asset) {
    if (asset == null) {
      throw Problem.of(Type.NOT_FOUND, "There is nothing here.");
    }
    return ResponseEntity.ok()
        .contentType(asset.type())
        .header("Content-Security-Policy", POLICY)
        .header("X-Robots-Tag", "noindex, nofollow")
        .header("Vary", "Accept-Language")
        .body(asset.bytes());
  }
}
