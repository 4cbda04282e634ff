package com.quittance.injection;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is the same for any text: whoever can change it has broken out of a field. */
record MailShape(List<String> headers, List<String> tags, int parts) {

  /** Of a link: no two are the same. */
  private static final String SECRET = "#[\\w-]{43}(?=\")";

  static MailShape of(MimeMessage mail) throws MessagingException, IOException {
    var headers = new ArrayList<String>();
    for (var header : Collections.list(mail.getAllHeaders())) {
      headers.add(header.getName());
    }
    var tags = Pattern.compile("<[^>]*>").matcher(part(mail, 1)).results();
    return new MailShape(
        headers,
        tags.map(MatchResult::group).map(tag -> tag.replaceAll(SECRET, "#")).toList(),
        ((MimeMultipart) mail.getContent()).getCount());
  }

  /** Each kind of mail has a Message-ID of its own form. */
  static String kind(MimeMessage mail) throws MessagingException {
    return mail.getMessageID().replaceAll("<[^.]*\\.([^@]*)@.*", "$1");
  }

  /**
   * @param which 0: the text, 1: the HTML
   */
  static String part(MimeMessage mail, int which) throws MessagingException, IOException {
    var mixed = (MimeMultipart) mail.getContent();
    var alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
    return ((String) alternative.getBodyPart(which).getContent()).replace("\r\n", "\n");
  }

  /** What is read of the HTML. */
  static String shown(MimeMessage mail) throws MessagingException, IOException {
    return Pattern.compile("&(lt|gt|amp|quot|#39|#34);")
        .matcher(part(mail, 1).replaceAll("<[^>]*>", ""))
        .replaceAll(
            it ->
                Matcher.quoteReplacement(
                    switch (it.group(1)) {
                      case "lt" -> "<";
                      case "gt" -> ">";
                      case "amp" -> "&";
                      case "#39" -> "'";
                      default -> "\"";
                    }));
  }
}
