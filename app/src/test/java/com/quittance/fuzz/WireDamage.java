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

  private static final List<BiFunction<Call, Random, Call>> ALL =
      List.of(
          (call, random) -> call.method(any(Rubbish.METHODS, random)),
          WireDamage::segment,
          WireDamage::segment,
          WireDamage::spelling,
          WireDamage::query,
          WireDamage::query,
          WireDamage::parameter,
          WireDamage::parameter,
          (call, random) -> call.set("Content-Type", any(Rubbish.TYPES, random)),
          (call, random) -> call.set("Accept", any(Rubbish.ACCEPTS, random)),
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
      case 0 -> segments.add(at, any(Rubbish.SEGMENTS, random));
      case 1 -> segments.set(at, segments.get(at) + any(Rubbish.SEGMENTS, random));
      default -> segments.set(at, any(Rubbish.SEGMENTS, random));
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
      var pair = any(Rubbish.QUERIES, random).split("=", 2);
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
          case 0 -> any(Rubbish.SEGMENTS, random);
          case 1 -> URLEncoder.encode(any(Rubbish.VALUES, random), UTF_8);
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
    var names = new ArrayList<>(Rubbish.HEADERS);
    call.operation().parameters("header").forEach(p -> names.add(p.node().path("name").asString()));
    call.headers().forEach(given -> names.add(given.name()));
    var name = any(names, random);
    var value =
        random.nextInt(4) == 0 ? latin(JsonDamage.hostile(random)) : any(Rubbish.VALUES, random);
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
    return call.add(one.name(), random.nextBoolean() ? one.value() : any(Rubbish.VALUES, random));
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
