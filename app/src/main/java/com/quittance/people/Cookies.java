package com.quittance.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/**
 * What browsers keep for us: out of reach of scripts, never sent by other sites but when somebody
 * follows a link from there, and only over a connection that nobody reads.
 */
public final class Cookies {

  private static final String SESSION = "quittance-session";
  private static final String DEVICE = "quittance-device";

  private final boolean secure;

  /**
   * @param publicUrl where browsers reach us. Only when it says that they do so without encryption
   *     do cookies go over such a connection; browsers count the own machine as encrypted
   */
  public Cookies(@Nullable URI publicUrl) {
    this.secure = publicUrl == null || !"http".equals(publicUrl.getScheme());
  }

  Optional<Secret> session(HttpServletRequest request) {
    return read(request, SESSION);
  }

  Optional<Secret> device(HttpServletRequest request) {
    return read(request, DEVICE);
  }

  void keepSession(HttpServletResponse response, Secret secret, Duration life) {
    write(response, SESSION, secret.text(), life);
  }

  void keepDevice(HttpServletResponse response, Secret secret) {
    write(response, DEVICE, secret.text(), KnownDevices.LIFE);
  }

  void forgetSession(HttpServletResponse response) {
    write(response, SESSION, "", Duration.ZERO);
  }

  private Optional<Secret> read(HttpServletRequest request, String name) {
    var cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(prefixed(name)))
            .findFirst()
            .flatMap(cookie -> Secret.parse(cookie.getValue()));
  }

  /** Browsers take a cookie of this prefix from this host alone, not from its neighbours. */
  private String prefixed(String name) {
    return secure ? "__Host-" + name : name;
  }

  private void write(HttpServletResponse response, String name, String value, Duration life) {
    response.addHeader(
        "Set-Cookie",
        ResponseCookie.from(prefixed(name), value)
            .path("/")
            .httpOnly(true)
            .secure(secure)
            .sameSite("Lax")
            .maxAge(life)
            .build()
            .toString());
  }
}
