package com.quittance.billing.infrastructure.mail;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Lays a letter out, twice: as text, and as HTML with everything the letter says escaped. */
final class LetterPress {

  private final TemplateEngine html = templates(ContentType.Html, "com.quittance.templates.html");
  private final TemplateEngine text = templates(ContentType.Plain, "com.quittance.templates.text");

  String html(Letter letter) {
    return print(html, letter);
  }

  String text(Letter letter) {
    return print(text, letter);
  }

  private static String print(TemplateEngine templates, Letter letter) {
    var page = new StringOutput();
    templates.render("letter.jte", letter, page);
    return page.toString();
  }

  private static TemplateEngine templates(ContentType type, String packageName) {
    return TemplateEngine.createPrecompiled(
        null, type, LetterPress.class.getClassLoader(), packageName);
  }
}
