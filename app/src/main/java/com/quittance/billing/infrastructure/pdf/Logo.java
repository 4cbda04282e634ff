package com.quittance.billing.infrastructure.pdf;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's picture. What somebody sends is drawn anew, so that nothing is kept of the file but
 * what one sees; and it is looked at again before it is printed: an invoice must not fail for it.
 */
public final class Logo {

  private static final int MAX_SIDE = 4000;
  private static final int MAX_PIXELS = 4_000_000;

  /** As fine as a printer shows it in the place it has on the page. */
  private static final int WIDTH = 1250;

  private static final int HEIGHT = 400;

  /** A drawing of many passes costs as much as many drawings. */
  private static final int MAX_PASSES = 32;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

  private Logo() {}

  /** Not a picture that can be drawn; the message says what was expected. */
  public static final class Unusable extends Exception {

    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  /**
   * The picture as a PNG that holds nothing else and is no larger than a page shows it. The caller
   * waits its turn, of a PNG among those who print.
   *
   * @throws Unusable when it is no PNG or JPEG, damaged or too large
   */
  public static byte[] redrawn(byte[] picture) throws Unusable {
    if (startsWith(picture, JPEG)) {
      return LogoProcess.drawn(picture);
    }
    check(picture);
    var drawn =
        Presses.print(
            () -> {
              try {
                return png(fitted(read(picture)));
              } catch (IOException | RuntimeException damaged) {
                return new byte[0];
              }
            });
    if (drawn.length == 0) {
      throw new Unusable("a picture that is whole");
    }
    return drawn;
  }

  /**
   * The same at once and in this process, which a JPEG may stop: see {@link LogoProcess}.
   *
   * @throws Unusable when it is no PNG or JPEG, damaged or too large
   */
  public static byte[] drawn(byte[] picture) throws Unusable {
    check(picture);
    try {
      return png(fitted(read(picture)));
    } catch (IOException | RuntimeException damaged) {
      throw new Unusable("a picture that is whole");
    }
  }

  /** The picture as it was drawn, or null when there is none that can be drawn in little memory. */
  static byte @Nullable [] usable(byte @Nullable [] drawn) {
    if (drawn == null || !startsWith(drawn, PNG)) {
      return null;
    }
    try {
      check(drawn);
      read(drawn);
      return drawn;
    } catch (Unusable | IOException | RuntimeException damaged) {
      return null;
    }
  }

  private static void check(byte[] picture) throws Unusable {
    var jpeg = startsWith(picture, JPEG);
    if (!jpeg && !startsWith(picture, PNG)) {
      throw new Unusable("a PNG or a JPEG");
    }
    if (jpeg && passes(picture) > MAX_PASSES) {
      throw new Unusable("a JPEG of at most %d passes".formatted(MAX_PASSES));
    }
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
      var reader = reader(picture);
      try {
        reader.setInput(in, true, true);
        var width = reader.getWidth(0);
        var height = reader.getHeight(0);
        if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
          throw new Unusable("at most %d pixels, and %d on a side".formatted(MAX_PIXELS, MAX_SIDE));
        }
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException damaged) {
      throw new Unusable("a picture that is whole");
    }
  }

  private static boolean startsWith(byte[] picture, byte[] magic) {
    return picture.length > magic.length
        && java.util.Arrays.equals(picture, 0, magic.length, magic, 0, magic.length);
  }

  /** How often a scan begins: in the data of a scan that byte is never followed by this one. */
  private static int passes(byte[] jpeg) {
    var passes = 0;
    for (var at = 1; at < jpeg.length; at++) {
      if (jpeg[at] == (byte) 0xDA && jpeg[at - 1] == (byte) 0xFF) {
        passes++;
      }
    }
    return passes;
  }

  /** By its first bytes, so that no other reader that may be about is ever asked. */
  private static ImageReader reader(byte[] picture) {
    return ImageIO.getImageReadersByFormatName(startsWith(picture, PNG) ? "png" : "jpeg").next();
  }

  private static BufferedImage read(byte[] picture) throws IOException {
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
      var reader = reader(picture);
      try {
        reader.setInput(in, true, true);
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage fitted(BufferedImage image) {
    var shrink =
        Math.max(
            1.0, Math.max(image.getWidth() / (double) WIDTH, image.getHeight() / (double) HEIGHT));
    var width = Math.max(1, (int) (image.getWidth() / shrink));
    var height = Math.max(1, (int) (image.getHeight() / shrink));
    var drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    var pen = drawn.createGraphics();
    try {
      pen.drawImage(
          shrink == 1.0 ? image : image.getScaledInstance(width, height, Image.SCALE_SMOOTH),
          0,
          0,
          null);
    } finally {
      pen.dispose();
    }
    return drawn;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
