package com.quittance.injection;

import java.util.List;
import java.util.stream.Stream;

/** Small pictures to begin with. */
public final class PictureSeeds {

  private PictureSeeds() {}

  /** One that is nothing but a picture. */
  public static byte[] plain(String format) {
    return Pictures.picture(format, 8, 8);
  }

  public static List<byte[]> small() {
    var plain = Stream.of(plain("png"), plain("jpeg"));
    var more = Pictures.redrawn().values().stream();
    var none = Pictures.refused().values().stream();
    return Stream.of(plain, more, none)
        .flatMap(files -> files)
        .filter(file -> file.length > 0 && file.length < 2_000)
        .toList();
  }
}
