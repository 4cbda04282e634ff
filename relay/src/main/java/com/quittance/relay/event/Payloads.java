package com.quittance.relay.event;

import com.quittance.relay.EventMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events to and from their stored JSON; older versions are brought forward step by step. */
public final class Payloads {

  /** Its escape, and not an escaped backslash before the rest of it. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\u0000");

  /** A stored event this program cannot read; the reason names why for the failed store. */
  public static final class Unreadable extends Exception {
    private final String reason;

    Unreadable(String reason, String message, Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    Unreadable(String reason, String message) {
      super(message);
      this.reason = reason;
    }

    public String reason() {
      return reason;
    }
  }

  private final EventMap<?> map;
  private final JsonMapper json;

  public Payloads(EventMap<?> map, JsonMapper json) {
    this.map = map;
    this.json = json;
  }

  public String write(Object event) {
    var text = json.writeValueAsString(event);
    if (text.contains("\\u0000") && NUL.matcher(text).find()) {
      throw new IllegalArgumentException(
          "%s holds the character NUL, which cannot be stored"
              .formatted(event.getClass().getName()));
    }
    return text;
  }

  public Object read(String type, int version, String payload) throws Unreadable {
    var binding =
        map.binding(type)
            .orElseThrow(
                () -> new Unreadable("unknown_type", "no event of type '%s'".formatted(type)));
    if (!map.reads(type, version)) {
      throw new Unreadable(
          "unknown_version",
          "event type '%s' version %d has no way to version %d"
              .formatted(type, version, binding.version()));
    }
    try {
      var reader =
          json.readerFor(binding.event())
              .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
      Object event =
          version == binding.version()
              ? reader.readValue(payload)
              : reader.readValue(bringForward(type, version, binding.version(), payload));
      if (event == null) {
        throw new Unreadable("unreadable_payload", "the payload of '%s' is null".formatted(type));
      }
      return event;
    } catch (JacksonException | ClassCastException | IllegalArgumentException broken) {
      throw new Unreadable(
          "unreadable_payload",
          "payload of '%s' version %d: %s".formatted(type, version, broken.getMessage()),
          broken);
    }
  }

  private ObjectNode bringForward(String type, int from, int to, String payload) {
    var node = (ObjectNode) json.readTree(payload);
    for (int version = from; version < to; version++) {
      var step = map.upcaster(type, version);
      if (step != null) {
        node = step.apply(node);
      }
    }
    return node;
  }
}
