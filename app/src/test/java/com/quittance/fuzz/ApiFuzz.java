package com.quittance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.quittance.http.Doors;
import com.quittance.http.Http.Answer;
import com.quittance.http.Wire;
import com.quittance.openapi.Contract;
import com.quittance.openapi.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the server what the document describes, and then what is nearly so. Requests are numbered,
 * and each five hundred have a company of their own, about which they are asked one after another;
 * some companies are asked about at the same time. A request depends on the seed, its number, and
 * the ids that the server gave to the company's things.
 */
public final class ApiFuzz {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int REQUESTS_A_COMPANY = 500;
  private static final int REPORT_EACH = 4;
  private static final int LANES = 4;

  /** Of so many companies what follows from all that was accepted is done: it takes longer. */
  private static final int WORKED = 4;

  private final long seed;
  private final Doors doors;
  private final Document document = Contract.published().document();
  private final Tally tally = new Tally(document);
  private final Map<String, String> broken = new LinkedHashMap<>();

  ApiFuzz(long seed, Doors doors) {
    this.seed = seed;
    this.doors = doors;
  }

  Tally tally() {
    return tally;
  }

  /** What was wrong, each once, with the request that showed it. */
  List<String> broken() {
    synchronized (broken) {
      return List.copyOf(broken.values());
    }
  }

  ApiFuzz run(int derived, int mutated) {
    var companies = (derived + mutated + REQUESTS_A_COMPANY - 1) / REQUESTS_A_COMPANY;
    var next = new AtomicInteger();
    Doors.atOnce(
        Math.min(LANES, companies),
        () -> {
          for (var n = next.getAndIncrement(); n < companies; n = next.getAndIncrement()) {
            company(n, derived, derived + mutated);
          }
          return true;
        });
    return this;
  }

  private void company(int which, int derived, int all) {
    var ground = new Ground(doors);
    var first = which * REQUESTS_A_COMPANY;
    for (var number = first; number < Math.min(all, first + REQUESTS_A_COMPANY); number++) {
      one(number, number >= derived, ground);
    }
    if (which < WORKED) {
      synchronized (doors) {
        doors.house().work();
        doors.house().takeMails();
      }
    }
    if (which % REPORT_EACH == REPORT_EACH - 1) {
      System.err.printf("%d companies, %d MB in use%n", which + 1, heapMegabytes());
    }
  }

  private void one(int number, boolean damaged, Ground ground) {
    var random = new Random(seed * 1_000_003 + number);
    random.nextInt(); // the first of neighbouring seeds are much alike
    var derivation = new Derivation(document, ground);
    var operations = document.operations();
    var call = derivation.call(operations.get(number % operations.size()), random);
    if (damaged) {
      call = damaged(call, derivation, random);
    }
    var began = System.nanoTime();
    Answer answer;
    try {
      answer = ask(call, damaged);
    } catch (IOException | RuntimeException none) {
      complain(number, call, List.of("no answer: " + none), null);
      return;
    }
    tally.count(call, damaged, answer.status(), System.nanoTime() - began);
    complain(number, call, Verdict.complaints(call, damaged, answer), answer);
    ground.learn(call, answer);
  }

  private static Call damaged(Call whole, Derivation derivation, Random random) {
    var call = whole;
    for (var times = 1 + random.nextInt(2); times > 0; times--) {
      var kind = random.nextInt(10);
      if (call.body().length == 0 || kind < 4) {
        call = WireDamage.of(call, random);
      } else if (kind < 6 || !isJson(call)) {
        call = call.body(ByteDamage.of(call.body(), random));
      } else {
        call = call.body(JsonDamage.of(call.body(), random));
      }
    }
    return random.nextInt(3) > 0 && call.has("Stripe-Signature") ? derivation.signed(call) : call;
  }

  private static boolean isJson(Call call) {
    try {
      return JSON.readTree(call.body()).isContainer();
    } catch (JacksonException none) {
      return false;
    }
  }

  /** On a connection of its own, which it may leave in any state. */
  private Answer ask(Call call, boolean damaged) throws IOException {
    try (var wire = Wire.to(doors.http().port())) {
      try {
        wire.send(call.bytes());
        if (damaged) {
          wire.end();
        }
      } catch (IOException refused) {
        // The answer came before all was sent.
      }
      return wire.answer(call.method());
    }
  }

  private void complain(int number, Call call, List<String> complaints, Answer answer) {
    for (var complaint : complaints) {
      var what = call.operation().id() + " " + complaint.replaceAll("[0-9a-f-]{36}|\\d{4,}", "…");
      synchronized (broken) {
        if (broken.size() < 50) {
          broken.computeIfAbsent(what, _ -> shown(number, call, complaint, answer));
        }
      }
    }
  }

  private String shown(int number, Call call, String complaint, Answer answer) {
    var file = Path.of("target", "fuzz", "%d-%d.http".formatted(seed, number));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, call.bytes());
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    var sent = new String(call.bytes(), ISO_8859_1);
    return "seed %d, request %d (%s): %s%n%s%n-> %s"
        .formatted(
            seed,
            number,
            file,
            complaint,
            sent.length() > 1_500 ? sent.substring(0, 1_500) + "…" : sent,
            answer == null ? "nothing" : answer.status() + " " + answer.text());
  }

  private void tell() {
    broken().forEach(System.err::println);
    System.err.println("What derived requests asked for and got:");
    System.err.print(tally.successes());
    System.err.println("Documented and never answered:");
    tally.neverReached().forEach((status, ids) -> System.err.println("  " + status + " " + ids));
  }

  private static long heapMegabytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  /** For fuzz/api: seed, derived, mutated. */
  public static void main(String[] args) throws IOException {
    var seed = Long.parseLong(args[0]);
    var derived = Integer.parseInt(args[1]);
    var mutated = Integer.parseInt(args[2]);
    int broken;
    try (var doors = Doors.open()) {
      var fuzz = new ApiFuzz(seed, doors).run(derived, mutated);
      doors.http().get("/health").is(200);
      fuzz.tell();
      broken = fuzz.broken().size();
      System.out.println(fuzz.tally().json(seed, derived, mutated, broken));
    }
    System.exit(broken == 0 ? 0 : 1);
  }
}
