package com.quittance.injection;

import java.util.List;
import java.util.stream.Stream;

/** Small pictures to begin with. */
public final class PictureSeeds {

  private PictureSeeds() {}

  public static List<byte[]> small() {
    var plain = Stream.of(Pictures.picture("png", 8, 8), Pictures.picture("jpeg", 8, 8));
    var more = Pictures.redrawn().values().stream();
    var none = Pictures.refused().values().stream();
    return Stream.of(plain, more, none)
        .flatMap(files -> files)
        .filter(file -> file.length > 0 && file.length < 2_000)
        .toList();
  }
}
