package com.quittance.http;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What every answer tells browsers not to do with it; a page that needs more says so itself. */
public final class SecurityHeaders {

  /** Nothing of an answer is a page: it loads nothing, sends nothing, and stands in no frame. */
  static final String NO_PAGE =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  static final String POLICY = "Content-Security-Policy";
  static final String TLS_ONLY = "Strict-Transport-Security";

  private static final String[][] ALWAYS = {
    {POLICY, NO_PAGE},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
  };

  private final boolean encrypted;

  /**
   * @param publicUrl where browsers reach us; null: where nobody has said
   */
  public SecurityHeaders(@Nullable URI publicUrl) {
    this.encrypted = publicUrl != null && "https".equals(publicUrl.getScheme());
  }

  /** For what may have come by either way. */
  void write(HttpServletResponse response) {
    write(response, false);
  }

  /**
   * @param secure whether this request came over TLS
   */
  void write(HttpServletResponse response, boolean secure) {
    for (var header : ALWAYS) {
      response.setHeader(header[0], header[1]);
    }
    if (encrypted || secure) {
      // Our own name alone: what its neighbours speak is not ours to say.
      response.setHeader(TLS_ONLY, "max-age=31536000");
    }
  }
}
