package com.quittance.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.http.MediaType;

/** A file that browsers are given as it is. */
public record Asset(MediaType type, byte[] bytes) {

  /**
   * @param name of something that the build has put there
   */
  public static Asset of(String type, String name) {
    return new Asset(MediaType.parseMediaType(type + ";charset=UTF-8"), bytes(name));
  }

  /**
   * @param name of something that the build has put there
   */
  public static byte[] bytes(String name) {
    try (var in = Asset.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
