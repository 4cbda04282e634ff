package com.quittance.billing.infrastructure.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Looks at a tenant's picture before it is drawn: an invoice must not fail for its logo. */
final class Logo {

  private static final int MAX_SIDE = 4000;
  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  private Logo() {}

  /** The picture, or null when there is none that can be drawn in little memory. */
  static byte @Nullable [] usable(byte @Nullable [] picture) {
    return picture != null && isDrawable(picture) ? picture : null;
  }

  private static boolean isDrawable(byte[] picture) {
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
      var readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return false;
      }
      var reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return FORMATS.contains(reader.getFormatName().toLowerCase(java.util.Locale.ROOT))
            && reader.getWidth(0) <= MAX_SIDE
            && reader.getHeight(0) <= MAX_SIDE
            && reader.read(0) != null;
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
