package com.quittance.openapi;

import com.quittance.http.Open;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out the document. */
@RestController
public final class OpenApiController {

  private static final String YAML = "application/yaml";

  private final OpenApiDocument document;

  public OpenApiController(OpenApiDocument document) {
    this.document = document;
  }

  @GetMapping(path = "/api/v1/openapi.yaml", produces = YAML)
  @Open("what the API is like is no secret; tools read it before they have a token")
  ResponseEntity<byte[]> yaml() {
    return ResponseEntity.ok().contentType(MediaType.parseMediaType(YAML)).body(document.yaml());
  }

  @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  @Open("as the document in YAML")
  ResponseEntity<byte[]> json() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document.json());
  }
}
