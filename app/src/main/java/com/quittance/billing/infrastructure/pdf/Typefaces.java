package com.quittance.billing.infrastructure.pdf;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The weights of Inter, as made by {@code src/main/fonts/derive.py}, parsed once and embedded, as
 * subsets, in document after document. One document at a time: the parsed tables are read through a
 * shared cursor.
 */
final class Typefaces {

  private static final Map<Integer, String> FILES =
      Map.of(400, "Inter-Regular.ttf", 600, "Inter-SemiBold.ttf", 700, "Inter-Bold.ttf");

  private final Map<Integer, TrueTypeFont> byWeight = new LinkedHashMap<>();

  Typefaces() {
    FILES.forEach((weight, file) -> byWeight.put(weight, parse(file)));
  }

  void offerTo(PdfRendererBuilder builder, PDDocument document) {
    byWeight.forEach(
        (weight, typeface) ->
            builder.useFont(
                new Embedded(document, typeface), "Inter", weight, FontStyle.NORMAL, true));
  }

  private static TrueTypeFont parse(String file) {
    try (var in = Typefaces.class.getResourceAsStream("/fonts/" + file)) {
      var bytes = Objects.requireNonNull(in, file).readAllBytes();
      return new TTFParser().parse(new RandomAccessReadBuffer(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads nothing until a page uses the weight. */
  private static final class Embedded extends PDFontSupplier {

    private final PDDocument document;
    private final TrueTypeFont typeface;

    Embedded(PDDocument document, TrueTypeFont typeface) {
      super(null);
      this.document = document;
      this.typeface = typeface;
    }

    @Override
    public PDFont supply() {
      try {
        return PDType0Font.load(document, typeface, true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
