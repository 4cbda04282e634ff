package com.quittance.http;

import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** What a body says that it is. */
public final class ContentType {

  private static final Pattern JSON =
      Pattern.compile("(?i)\\s*application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

  private ContentType() {}

  /** A browser's form can reach us from anybody's page, but cannot call itself JSON. */
  static void requireJson(HttpServletRequest request) {
    require(request, JSON, "Send JSON with the header Content-Type: application/json.");
  }

  /**
   * @throws Problem when the body does not say that it is of a type, or is compressed
   */
  public static void require(HttpServletRequest request, Pattern expected, String otherwise) {
    var type = request.getContentType();
    if (type == null || !expected.matcher(type).matches()) {
      throw Problem.of(Type.UNSUPPORTED_MEDIA_TYPE, otherwise);
    }
    var encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Problem.of(Type.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, not compressed.");
    }
  }
}
