package com.quittance.injection;

import com.quittance.billing.infrastructure.pdf.Logo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Files that may be pictures: drawn small, or refused. */
public final class LogoFuzz {

  private LogoFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    try {
      var image = ImageIO.read(new ByteArrayInputStream(Logo.drawn(input)));
      if (image.getWidth() > 1250 || image.getHeight() > 400) {
        throw new AssertionError("%d × %d".formatted(image.getWidth(), image.getHeight()));
      }
    } catch (Logo.Unusable refused) {
      // As it should be.
    }
  }
}
