package com.quittance.injection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Files that call themselves pictures. */
final class Pictures {

  /** What must not be found again in anything that is made of them. */
  static final String MARK = "<script>fetch('http://127.0.0.1:1/')</script>";

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private Pictures() {}

  static byte[] picture(String format, int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pen = image.createGraphics();
    pen.setColor(Color.ORANGE);
    pen.fillOval(0, 0, width, height);
    pen.dispose();
    return written(image, format);
  }

  private static byte[] written(BufferedImage image, String format) {
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    var crc = new CRC32();
    crc.update(joined(text(type), data));
    var out = new ByteArrayOutputStream();
    try (var to = new DataOutputStream(out)) {
      to.writeInt(data.length);
      to.write(text(type));
      to.write(data);
      to.writeInt((int) crc.getValue());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static byte[] header(int width, int height, int bits, int color) {
    var out = new ByteArrayOutputStream();
    try (var to = new DataOutputStream(out)) {
      to.writeInt(width);
      to.writeInt(height);
      to.write(new byte[] {(byte) bits, (byte) color, 0, 0, 0});
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return chunk("IHDR", out.toByteArray());
  }

  private static byte[] deflated(long zeros) {
    var out = new ByteArrayOutputStream();
    try (var to = new DeflaterOutputStream(out, new Deflater(9))) {
      var block = new byte[1 << 16];
      for (var left = zeros; left > 0; left -= block.length) {
        to.write(block, 0, (int) Math.min(left, block.length));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static byte[] png(int width, int height, byte[]... chunks) {
    return joined(PNG, header(width, height, 8, 0), joined(chunks), chunk("IEND", new byte[0]));
  }

  /** A whole picture, with chunks put behind its header. */
  private static byte[] pngWith(byte[]... chunks) {
    var plain = picture("png", 40, 20);
    var behind = PNG.length + 25;
    return joined(
        Arrays.copyOf(plain, behind),
        joined(chunks),
        Arrays.copyOfRange(plain, behind, plain.length));
  }

  /** A JPEG whose header says it is that large. */
  private static byte[] jpegOf(int width, int height) {
    var jpeg = picture("jpeg", 8, 8);
    for (var at = 2; at < jpeg.length - 9; at++) {
      if (jpeg[at] == (byte) 0xFF && jpeg[at + 1] == (byte) 0xC0) {
        jpeg[at + 5] = (byte) (height >> 8);
        jpeg[at + 6] = (byte) height;
        jpeg[at + 7] = (byte) (width >> 8);
        jpeg[at + 8] = (byte) width;
        return jpeg;
      }
    }
    throw new IllegalStateException("no frame");
  }

  private static byte[] jpegWith(int marker, byte[] data) {
    var jpeg = picture("jpeg", 40, 20);
    var length = data.length + 2;
    var segment = new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length};
    return joined(Arrays.copyOf(jpeg, 2), segment, data, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /** So many empty scans that drawing it would take minutes. */
  private static byte[] jpegOfManyScans() {
    var jpeg = picture("jpeg", 1900, 1900);
    var scan = new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
    var parts = new ArrayList<byte[]>(List.of(Arrays.copyOf(jpeg, jpeg.length - 2)));
    for (var i = 0; i < 10_000; i++) {
      parts.add(scan);
    }
    parts.add(new byte[] {(byte) 0xFF, (byte) 0xD9});
    return joined(parts.toArray(byte[][]::new));
  }

  /** None of these is drawn. */
  static Map<String, byte[]> refused() {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("nothing", new byte[0]);
    files.put("one byte", new byte[] {(byte) 0x89});
    files.put("text", text("not a picture"));
    files.put("html", text("<html><body>" + MARK + "</body></html>"));
    files.put("svg", text("<svg xmlns='http://www.w3.org/2000/svg'>" + MARK + "</svg>"));
    files.put("svg as xml", text("<?xml version='1.0'?><svg onload='f()'/>"));
    files.put(
        "svg with an entity",
        text("<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>"));
    files.put("gif", picture("gif", 20, 20));
    files.put("gif by its name alone", text("GIF89a" + MARK));
    files.put("bmp", picture("bmp", 20, 20));
    files.put("tiff", picture("tiff", 20, 20));
    files.put(
        "webp", joined(text("RIFF"), new byte[] {36, 0, 0, 0}, text("WEBPVP8 "), new byte[24]));
    files.put("ico", new byte[] {0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 0, 0});
    files.put("pdf", text("%PDF-1.7\n1 0 obj\n<<>>\nendobj"));
    files.put("postscript", text("%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run"));
    files.put("imagemagick's", text("push graphic-context\nfill 'url(http://127.0.0.1/)'"));
    files.put("zip", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0});
    files.put(
        "jpeg 2000", new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' ', '\r', '\n', (byte) 0x87, '\n'});
    files.put("png: its first bytes alone", PNG);
    files.put("png: first bytes before html", joined(PNG, text(MARK)));
    files.put("png: broken off in its header", Arrays.copyOf(picture("png", 20, 20), 20));
    files.put("png: no data", png(20, 20));
    files.put("png: data that is none", png(20, 20, chunk("IDAT", text("no zlib at all"))));
    files.put("png: too little data", png(2000, 2000, chunk("IDAT", new byte[] {0x78, 1})));
    files.put("png: no pixels", png(0, 0, chunk("IDAT", deflated(10))));
    files.put("png: sides beyond 31 bits", png(-1, -1, chunk("IDAT", deflated(10))));
    files.put("png: four billion pixels", png(65_535, 65_535, chunk("IDAT", deflated(10))));
    files.put("png: a bomb", png(30_000, 30_000, chunk("IDAT", deflated(30_000L * 3_000))));
    files.put("png: too wide", picture("png", 4_001, 1));
    files.put("png: too many pixels", png(3_000, 3_000, chunk("IDAT", deflated(9_003_000))));
    files.put(
        "png: 2³² pixels in 32 bits are none", png(1 << 16, 1 << 16, chunk("IDAT", deflated(9))));
    files.put(
        "png: colour that is none", joined(PNG, header(9, 9, 7, 5), chunk("IEND", new byte[0])));
    files.put(
        "png: palette that is missing",
        joined(PNG, header(9, 9, 8, 3), chunk("IDAT", deflated(90)), chunk("IEND", new byte[0])));
    files.put(
        "jpeg: its first bytes alone",
        new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0});
    files.put(
        "jpeg: first bytes before html",
        joined(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, text(MARK)));
    files.put("jpeg: no pixels", jpegOf(0, 0));
    files.put("jpeg: four billion pixels", jpegOf(65_500, 65_500));
    files.put("jpeg: ten thousand scans", jpegOfManyScans());
    return files;
  }

  /** These are drawn, and nothing of them is kept but what one sees. */
  static Map<String, byte[]> redrawn() {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("png with html behind it", joined(picture("png", 40, 20), text(MARK)));
    files.put("png with a text", pngWith(chunk("tEXt", text("Comment\0" + MARK))));
    files.put(
        "png with a text that inflates to 400 MB",
        pngWith(chunk("zTXt", joined(text("Comment\0\0"), deflated(400_000_000L)))));
    files.put(
        "png with an international text",
        pngWith(chunk("iTXt", text("XML:com.adobe.xmp\0\0\0\0\0" + MARK))));
    files.put("png with a profile that is none", pngWith(chunk("iCCP", text("x\0\0" + MARK))));
    files.put("png with an exif", pngWith(chunk("eXIf", text("MM\0*" + MARK))));
    files.put("png with a chunk of its own", pngWith(chunk("scRt", text(MARK))));
    files.put(
        "png with a zip behind it",
        joined(picture("png", 40, 20), new byte[] {'P', 'K', 3, 4}, text(MARK)));
    files.put("jpeg with html behind it", joined(picture("jpeg", 40, 20), text(MARK)));
    files.put("jpeg with a comment", jpegWith(0xFE, text(MARK)));
    files.put("jpeg with an exif", jpegWith(0xE1, text("Exif\0\0MM\0*" + MARK)));
    files.put("jpeg that is a script as well", jpegWith(0xFE, text("*/=1;" + MARK + "/*")));
    return files;
  }
}
