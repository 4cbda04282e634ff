package com.quittance.openapi;

import com.quittance.http.Asset;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the API takes and answers: docs/openapi.yaml, which the build puts beside the classes. It is
 * written by hand; the tests hold every route, request and answer against it.
 */
public final class OpenApiDocument {

  private final byte[] yaml = Asset.bytes("/docs/openapi.yaml");
  private final JsonNode tree = tree(yaml);
  private final byte[] json = new JsonMapper().writeValueAsBytes(tree);

  public byte[] yaml() {
    return yaml.clone();
  }

  public byte[] json() {
    return json.clone();
  }

  JsonNode tree() {
    return tree;
  }

  private static JsonNode tree(byte[] yaml) {
    var yamlReader = new Yaml(new SafeConstructor(new LoaderOptions()));
    Object read = yamlReader.load(new String(yaml, StandardCharsets.UTF_8));
    return new JsonMapper().valueToTree(read);
  }
}
