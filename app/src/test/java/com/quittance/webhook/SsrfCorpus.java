package com.quittance.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Ways to make a server call itself or its neighbours. {@code PORT} is the tripwire's. */
final class SsrfCorpus {

  private SsrfCorpus() {}

  private static List<String> words(String text) {
    return List.of(text.split("\\s+"));
  }

  /** Addresses nobody outside may have called, as such and behind names. */
  static final List<String> ADDRESSES =
      words(
          """
          127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1
          172.31.255.255 192.168.0.1 192.168.255.255 169.254.169.254 169.254.170.2
          100.64.0.1 100.100.100.200 100.127.255.255 168.63.129.16 192.0.0.1 192.0.0.192
          192.0.2.2 192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1 198.18.0.1
          198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
          255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:7f00:1 0:0:0:0:0:ffff:10.0.0.1
          ::ffff:169.254.169.254 ::127.0.0.1 ::7f00:1 ::ffff:0:127.0.0.1
          64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::7f00:1 2002:7f00:1::1
          2002:a9fe:a9fe:: 2001:0:4136:e378:8000:63bf:80ff:fffe 2001::1 fe80::1 fec0::1
          fc00::1 fd00::2 fd00:ec2::254 fd20:ce::254 ff02::1 ff01::1 100::1 2001:db8::1
          3fff::1 2001:2::1 2001:10::1 2001:20::1 5f00::1 2620:4f:8000::1 3ffe::1
          2606:4700:0:0:0:5efe:7f00:1 2606:4700::200:5efe:10.0.0.1
          """);

  /** IPv4 as some programs read it, and not others. */
  private static final List<String> SPELLINGS =
      words(
          """
          127.1 127.0.1 2130706433 0x7f000001 0x7F000001 0x7f.0.0.1 0x7f.1
          0x7f.0x0.0x0.0x1 017700000001 0177.0.0.1 0177.1 0177.0000.0000.0001 127.0.0.01
          127.000.000.001 0127.0.0.1 0 0x0 00 0.0 127.0.0.1. 127.0.0.1.. .127.0.0.1
          127..0.0.1 383.0.0.1 127.0.0.257 4294967296 6425673729 2852039166 0xa9fea9fe
          0251.0376.0251.0376 169.254.43518 0xa9.254.0251.254 [127.0.0.1] [2130706433]
          [::1%25lo] [::1%lo] [fe80::1%25eth0] [::1]. [[::1]] [::1 ::1 [v1.7f000001] []
          """);

  /** What one program takes for the host and another for something else. */
  private static final List<String> TRICKS =
      List.of(
          "http://public.example@127.0.0.1:PORT/",
          "http://user:pass@127.0.0.1:PORT/",
          "http://public.example:80@127.0.0.1:PORT/",
          "http://@127.0.0.1:PORT/",
          "http://:@127.0.0.1:PORT/",
          "http://127.0.0.1:PORT@public.example/",
          "http://public.example%40127.0.0.1:PORT/",
          "http://public.example\\@127.0.0.1:PORT/",
          "http://127.0.0.1:PORT\\@public.example/",
          "http:\\\\127.0.0.1:PORT/",
          "http://public.example#@127.0.0.1:PORT/",
          "http://127.0.0.1:PORT#.public.example/",
          "http://127.0.0.1%23.public.example:PORT/",
          "http://127.0.0.1%00.public.example:PORT/",
          "http://public.example%2f@127.0.0.1:PORT/",
          "http://public.example;@127.0.0.1:PORT/",
          "http://public.example,127.0.0.1:PORT/",
          "http://127.0.0.1 .public.example:PORT/",
          "http://%31%32%37.0.0.1:PORT/",
          "http://%6c%6f%63%61%6c%68%6f%73%74:PORT/",
          "http://127%2e0%2e0%2e1:PORT/",
          "http://local_host.example:PORT/",
          "http://-public.example:PORT/",
          "http://public..example:PORT/",
          "http://public.example.:PORT/",
          "http:127.0.0.1:PORT/",
          "http:/127.0.0.1:PORT/",
          "http:///127.0.0.1:PORT/",
          "//127.0.0.1:PORT/",
          "127.0.0.1:PORT/",
          "/",
          "",
          "http://",
          "http://:PORT/",
          "https://",
          "http://127.0.0.1:PORT:80/",
          "http://public.example:0/",
          "http://public.example:65536/",
          "http://public.example:-1/",
          "http://public.example:+80/",
          "http://public.example:/",
          "http://public.example:0080/",
          "http://public.example:8o/",
          "HTTP://127.0.0.1:PORT/",
          "hTTp://LOCALHOST:PORT/",
          "ftp://127.0.0.1:PORT/",
          "file:///etc/passwd",
          "file://127.0.0.1/etc/passwd",
          "gopher://127.0.0.1:PORT/_x",
          "dict://127.0.0.1:PORT/x",
          "ldap://127.0.0.1:PORT/",
          "tftp://127.0.0.1:PORT/x",
          "unix:/var/run/docker.sock",
          "jar:http://127.0.0.1:PORT/x!/",
          "netdoc:///etc/passwd",
          "data:text/plain,x",
          "javascript:alert(1)",
          "ws://127.0.0.1:PORT/",
          "view-source:http://127.0.0.1:PORT/",
          "url:http://127.0.0.1:PORT/",
          " http://127.0.0.1:PORT/",
          "http://127.0.0.1:PORT/ ",
          "http://127.0.0.1\t:PORT/",
          "ht\ttp://127.0.0.1:PORT/",
          "http://127.0.0.1:PORT/\r\nHost: public.example",
          "http://public.example/\r\nX: y",
          "http://public.example\0.127.0.0.1:PORT/",
          "http://127。0。0。1:PORT/",
          "http://127．0．0．1:PORT/",
          "http://127｡0｡0｡1:PORT/",
          "http://１２７.0.0.1:PORT/",
          "http://①②⑦.⓪.⓪.①:PORT/",
          "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/",
          "http://ｌｏｃａｌｈｏｓｔ:PORT/",
          "http://loc\u00adalhost:PORT/",
          "http://localhost\u200b:PORT/",
          "http://localhoſt:PORT/",
          "http://[::１]:PORT/",
          "http://public.example／@127.0.0.1:PORT/",
          "http://public.example＠127.0.0.1:PORT/",
          "http://127.0.0.1:PORT/\u2028",
          "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:PORT/");

  /** Names, and where they lead. */
  private static final Map<String, List<String>> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("localhost", List.of("127.0.0.1", "::1"));
    NAMES.put("LOCALHOST", List.of("127.0.0.1"));
    NAMES.put("localhost.", List.of("127.0.0.1"));
    NAMES.put("anything.localhost", List.of("127.0.0.1"));
    NAMES.put("localhost.localdomain", List.of("127.0.0.1"));
    NAMES.put("ip6-localhost", List.of("::1"));
    NAMES.put("127.0.0.1.nip.example", List.of("127.0.0.1"));
    NAMES.put("7f000001.rbndr.example", List.of("127.0.0.1"));
    NAMES.put("metadata.google.internal", List.of("169.254.169.254"));
    NAMES.put("metadata", List.of("169.254.169.254"));
    NAMES.put("kubernetes.default.svc", List.of("10.96.0.1"));
    NAMES.put("kubernetes.default.svc.cluster.local", List.of("10.96.0.1"));
    NAMES.put("host.docker.internal", List.of("172.17.0.1"));
    NAMES.put("redis", List.of("10.0.0.6"));
    NAMES.put("db.public.example", List.of("10.0.0.5"));
    NAMES.put("first-public.example", List.of("8.8.8.8", "127.0.0.1"));
    NAMES.put("last-public.example", List.of("127.0.0.1", "8.8.8.8"));
    NAMES.put("hidden.example", List.of("8.8.8.8", "1.1.1.1", "9.9.9.9", "2606:4700::1", "::1"));
    NAMES.put("no-address.example", List.of());
    NAMES.put("XN--LOCALHOST-9T6F.example", List.of("127.0.0.1"));
    for (var i = 0; i < ADDRESSES.size(); i++) {
      NAMES.put("name-%d.example".formatted(i), List.of(ADDRESSES.get(i)));
    }
  }

  /** As the attacker's name server answers; numbers are read as leniently as by any C library. */
  static InetAddress[] resolve(String host) throws UnknownHostException {
    var addresses = NAMES.get(host);
    if (addresses != null) {
      return addresses.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }
    try {
      var bare = host.replaceAll("^\\[|]$|\\.$", "");
      return new InetAddress[] {
        bare.contains(":") ? InetAddress.ofLiteral(bare) : Inet4Address.ofPosixLiteral(bare)
      };
    } catch (IllegalArgumentException neither) {
      throw new UnknownHostException(host);
    }
  }

  static List<String> urls(int port) {
    var hosts =
        Stream.of(
                ADDRESSES.stream().map(a -> a.contains(":") ? "[" + a + "]" : a),
                SPELLINGS.stream(),
                NAMES.keySet().stream())
            .flatMap(all -> all);
    return Stream.concat(hosts.map(host -> "http://" + host + ":PORT/"), TRICKS.stream())
        .map(url -> url.replace("PORT", Integer.toString(port)))
        .distinct()
        .toList();
  }
}
