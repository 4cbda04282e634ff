package com.quittance.openapi;

import static java.util.Map.entry;

import com.quittance.http.Asset;
import com.quittance.http.Open;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A page to read the document and try the API: Swagger UI, from this server alone. It keeps no
 * token and needs no script or style beside its files.
 */
@RestController
public final class DocsController {

  /** The page asks this server and nobody else; Swagger UI has its little pictures in its style. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.32.0/";

  private final Asset page = Asset.of("text/html", "/docs/index.html");
  private final Map<String, Asset> assets =
      Map.ofEntries(
          entry("page.css", Asset.of("text/css", "/docs/page.css")),
          entry("page.js", Asset.of("text/javascript", "/docs/page.js")),
          entry("swagger-ui.css", Asset.of("text/css", SWAGGER_UI + "swagger-ui.css")),
          entry(
              "swagger-ui-bundle.js",
              Asset.of("text/javascript", SWAGGER_UI + "swagger-ui-bundle.js")));

  @GetMapping("/docs")
  @Open("what the API is like is no secret; to try it one needs a token")
  ResponseEntity<byte[]> page() {
    return answer(page);
  }

  @GetMapping("/docs/{name}")
  @Open("what the page is made of")
  ResponseEntity<byte[]> asset(@PathVariable String name) {
    var asset = assets.get(name);
    if (asset == null) {
      throw Problem.of(Type.NOT_FOUND, "There is nothing here.");
    }
    return answer(asset);
  }

  private static ResponseEntity<byte[]> answer(Asset asset) {
    return ResponseEntity.ok()
        .contentType(asset.type())
        .header("Content-Security-Policy", POLICY)
        .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
        .body(asset.bytes());
  }
}
