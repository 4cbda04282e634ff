package com.quittance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.quittance.fuzz.Call.Pair;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** Requests in which the method, the path, the query or a header is not what it should be. */
final class WireDamage {

  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "get",
          "PROPFIND",
          "X",
          "QUERY");

  private static final List<String> SEGMENTS =
      List.of(
          "",
          ".",
          "..",
          "%2e%2e",
          "%2f",
          "%5c",
          "%00",
          "%0d%0aX:1",
          "%c3%28",
          "%ff",
          "%zz",
          "%",
          ";a=b",
          ";",
          "*",
          "null",
          "0",
          "-1",
          "a b",
          "<a>",
          "{id}",
          "%7Bid%7D",
          "é",
          "~",
          "'",
          "\"",
          "%27%20OR%201%3D1--",
          "%F0%9F%98%80",
          "00000000-0000-0000-0000-000000000000",
          "0-0-0-0-0",
          "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
          "1%20",
          "x".repeat(300),
          "x".repeat(9_000));

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "\t",
          "0",
          "-1",
          "1e9",
          "null",
          "true",
          "*",
          "\"",
          "\"\"",
          ",",
          ",,,",
          ";",
          "=",
          "a=b;c",
          "é",
          "\u0080",
          "\u00ff\u00fe",
          "%00",
          "\0",
          "\u0001",
          "\u007f",
          "W/",
          "W/\"",
          "../..",
          "a\r\nX-Injected: 1",
          "a\r\n folded",
          "a\nb",
          "${jndi:ldap://127.0.0.1:9/}",
          "'--",
          "99999999999999999999",
          "x".repeat(255),
          "x".repeat(256),
          "x".repeat(1_001),
          "x".repeat(7_000),
          "x".repeat(20_000),
          "a,".repeat(2_000),
          "(".repeat(500));

  private static final List<String> TYPES =
      List.of(
          "application/json; charset=utf-8",
          "application/json; charset=UTF-16",
          "application/json; charset=nonsense",
          "application/json; charset=\"",
          "application/JSON",
          "application/problem+json",
          "text/plain",
          "text/html",
          "text/xml",
          "application/xml",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "application/cbor",
          "application/yaml",
          "image/png",
          "image/svg+xml",
          "*/*",
          "application/*",
          "json",
          "/",
          "application/json, text/plain",
          "application/json;;;",
          "");

  private static final List<String> ACCEPTS =
      List.of(
          "*/*",
          "text/html",
          "application/json;q=0",
          "*/*;q=0",
          "application/xml",
          "*",
          "q=1",
          "application/json;q=nonsense",
          "application/*",
          "text/html, */*;q=0.1",
          "application/pdf",
          "application/json; charset=utf-16",
          "/",
          ",",
          "a/b;q=1.0001");

  /** Of which each may say what it should not; others are in the document. */
  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Charset",
          "Accept-Encoding",
          "Accept-Language",
          "Content-Type",
          "Content-Encoding",
          "Content-Language",
          "Content-Disposition",
          "Cookie",
          "Connection",
          "Forwarded",
          "Host",
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Range",
          "Idempotency-Key",
          "Origin",
          "Pragma",
          "Range",
          "Referer",
          "Sec-Fetch-Site",
          "TE",
          "Trailer",
          "Upgrade",
          "User-Agent",
          "Via",
          "Quittance-Tenant",
          "X-CSRF-Token",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-HTTP-Method-Override",
          "X-Request-Id",
          "Stripe-Signature",
          "Access-Control-Request-Method",
          "traceparent");

  private static final List<String> QUERIES =
      List.of(
          "limit=%zz",
          "%=1",
          "=",
          "&&&",
          "limit",
          "limit=",
          "limit=1&limit=2",
          "limit[]=1",
          "limit=0",
          "limit=101",
          "limit=1e1",
          "limit=2147483648",
          "cursor=%00",
          "cursor=%c3%28",
          "cursor=0",
          "sort=total;drop",
          "sort=,",
          "status=%F0%9F%98%80",
          "expand=client,client",
          "expand=,",
          "unknown=1",
          "_method=DELETE",
          "a[b][c]=1",
          "access_token=x",
          "due_from=x",
          "due_from=%2B999999999-12-31",
          "due_to=-999999999-01-01",
          "overdue=maybe",
          "?",
          "a=<b>");

  private static final List<BiFunction<Call, Random, Call>> ALL =
      List.of(
          (call, random) -> call.method(any(METHODS, random)),
          WireDamage::segment,
          WireDamage::segment,
          WireDamage::spelling,
          WireDamage::query,
          WireDamage::query,
          WireDamage::parameter,
          WireDamage::parameter,
          (call, random) -> call.set("Content-Type", any(TYPES, random)),
          (call, random) -> call.set("Accept", any(ACCEPTS, random)),
          WireDamage::encoding,
          WireDamage::header,
          WireDamage::header,
          WireDamage::repeated,
          WireDamage::many,
          WireDamage::flipped,
          WireDamage::length,
          WireDamage::chunked,
          WireDamage::authorization,
          WireDamage::authorization,
          WireDamage::noHeader,
          WireDamage::body);

  private WireDamage() {}

  static Call of(Call call, Random random) {
    return ALL.get(random.nextInt(ALL.size())).apply(call, random);
  }

  private static <T> T any(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static Call segment(Call call, Random random) {
    var segments = new ArrayList<>(List.of(call.path().split("/", -1)));
    var at = 1 + random.nextInt(segments.size() - 1);
    switch (random.nextInt(3)) {
      case 0 -> segments.add(at, any(SEGMENTS, random));
      case 1 -> segments.set(at, segments.get(at) + any(SEGMENTS, random));
      default -> segments.set(at, any(SEGMENTS, random));
    }
    return call.path(String.join("/", segments));
  }

  /** The same path for whoever decodes it, or nearly so. */
  private static Call spelling(Call call, Random random) {
    var path = call.path();
    return call.path(
        switch (random.nextInt(6)) {
          case 0 -> path + "/";
          case 1 -> path.replace("/", "//");
          case 2 -> path.toUpperCase(java.util.Locale.ROOT);
          case 3 -> path + ".json";
          case 4 -> "http://fuzz.example" + path;
          default -> {
            var at = 1 + random.nextInt(path.length() - 1);
            yield "%s%%%02x%s"
                .formatted(path.substring(0, at), (int) path.charAt(at), path.substring(at + 1));
          }
        });
  }

  private static Call query(Call call, Random random) {
    var query = new ArrayList<>(call.query());
    for (var count = random.nextInt(20) == 0 ? 1_500 : 1 + random.nextInt(2); count > 0; count--) {
      var pair = any(QUERIES, random).split("=", 2);
      query.add(new Pair(pair[0], pair.length < 2 ? "" : pair[1]));
    }
    return call.query(query);
  }

  /** One that the operation knows, with a value that it does not. */
  private static Call parameter(Call call, Random random) {
    var known = call.operation().parameters("query");
    if (known.isEmpty()) {
      return query(call, random);
    }
    var name = any(known, random).node().path("name").asString();
    var value =
        switch (random.nextInt(3)) {
          case 0 -> any(SEGMENTS, random);
          case 1 -> URLEncoder.encode(any(VALUES, random), UTF_8);
          default -> URLEncoder.encode(JsonDamage.hostile(random), UTF_8);
        };
    var query = new ArrayList<>(call.query());
    query.removeIf(pair -> pair.name().equals(name) && random.nextInt(4) > 0);
    query.add(new Pair(name, value));
    return call.query(query);
  }

  private static Call encoding(Call call, Random random) {
    var encodings = List.of("gzip", "deflate", "br", "identity", "zstd", "gzip, gzip", "x", "");
    return call.set("Content-Encoding", any(encodings, random));
  }

  private static Call header(Call call, Random random) {
    var names = new ArrayList<>(HEADERS);
    call.operation().parameters("header").forEach(p -> names.add(p.node().path("name").asString()));
    call.headers().forEach(given -> names.add(given.name()));
    var name = any(names, random);
    var value = random.nextInt(4) == 0 ? latin(JsonDamage.hostile(random)) : any(VALUES, random);
    return random.nextInt(4) == 0 ? call.add(name, value) : call.set(name, value);
  }

  private static String latin(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static Call repeated(Call call, Random random) {
    if (call.headers().isEmpty()) {
      return header(call, random);
    }
    var one = any(call.headers(), random);
    return call.add(one.name(), random.nextBoolean() ? one.value() : any(VALUES, random));
  }

  private static Call many(Call call, Random random) {
    var most = any(List.of(5, 90, 120, 400), random);
    var all = call;
    for (var n = 0; n < most; n++) {
      all = all.add("X-" + n, "x".repeat(random.nextInt(30)));
    }
    return all;
  }

  /** Some bits of a header or the path, but never what would end it. */
  private static Call flipped(Call call, Random random) {
    if (call.headers().isEmpty() || random.nextInt(3) == 0) {
      return call.path("/" + flipped(call.path().substring(1), random));
    }
    var one = any(call.headers(), random);
    return random.nextInt(3) == 0
        ? call.without(one.name()).add(flipped(one.name(), random), one.value())
        : call.set(one.name(), flipped(one.value(), random));
  }

  private static String flipped(String text, Random random) {
    return new String(ByteDamage.of(text.getBytes(ISO_8859_1), random), ISO_8859_1)
        .replaceAll("[\r\n]", "_");
  }

  private static Call length(Call call, Random random) {
    var length = call.body().length;
    var lies =
        List.of(
            "0",
            "-1",
            "" + (length + 1),
            "" + Math.max(0, length - 1),
            "x",
            "",
            "+" + length,
            "0x10",
            "9".repeat(30),
            "2147483648",
            "1048577",
            length + ", " + length,
            "1 1");
    var lying = call.set("Content-Length", any(lies, random));
    return random.nextInt(4) == 0 ? lying.add("Content-Length", any(lies, random)) : lying;
  }

  private static Call chunked(Call call, Random random) {
    var body = new String(call.body(), ISO_8859_1);
    var size = Integer.toHexString(body.length());
    var bodies =
        List.of(
            size + "\r\n" + body + "\r\n0\r\n\r\n",
            size + ";a=b\r\n" + body + "\r\n0\r\nTrailer: x\r\n\r\n",
            size + "\r\n" + body,
            "zz\r\n" + body + "\r\n0\r\n\r\n",
            "-1\r\n" + body,
            "ffffffffffffffff\r\n" + body,
            size + "\n" + body + "\n0\n\n",
            "0\r\n\r\n");
    var chunked =
        call.without("Content-Length")
            .set("Transfer-Encoding", "chunked")
            .body(any(bodies, random).getBytes(ISO_8859_1));
    return random.nextInt(4) == 0 ? chunked.add("Content-Length", "" + body.length()) : chunked;
  }

  private static Call authorization(Call call, Random random) {
    var values =
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Bearer  x",
            "Bearer x y",
            "Basic YTpi",
            "Basic",
            "Digest a=b",
            "bearer qt_",
            "Bearer qt_" + "0".repeat(72),
            "Bearer " + "é".repeat(40),
            "Bearer null",
            "Bearer " + "x".repeat(5_000),
            "Negotiate",
            "Bearer \0",
            "qt_x");
    var value = any(values, random);
    return switch (random.nextInt(4)) {
      case 0 -> call.without("Authorization").without("Cookie");
      case 1 -> call.add("Authorization", value);
      case 2 -> call.set("Cookie", "__Host-quittance-session=" + value);
      default -> call.set("Authorization", value);
    };
  }

  private static Call noHeader(Call call, Random random) {
    return call.headers().isEmpty() ? call : call.without(any(call.headers(), random).name());
  }

  private static Call body(Call call, Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> call.body(new byte[(1 << 20) + random.nextInt(3) - 1]);
      case 1 -> call.body(("{\"a\": \"" + "x".repeat((1 << 20) - 30) + "\"}").getBytes(UTF_8));
      case 2, 3 -> call.body(new byte[0]);
      case 4, 5 -> call.set("Content-Type", Call.JSON).body("{}".getBytes(UTF_8));
      default -> {
        var bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        yield call.body(bytes);
      }
    };
  }
}
