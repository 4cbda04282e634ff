package com.quittance.billing.infrastructure.mail;

/**
 * @param name a file name without any folder
 */
public record Attachment(String name, String mediaType, byte[] content) {

  public Attachment {
    name = Header.line(name).replaceAll("[\\\\/:*?\"<>|]", "-");
    content = content.clone();
  }

  public static Attachment pdf(String name, byte[] content) {
    return new Attachment(name, "application/pdf", content);
  }
}
