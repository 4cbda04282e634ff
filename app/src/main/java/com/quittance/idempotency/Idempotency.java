package com.quittance.idempotency;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.idempotency.KeptAnswers.Kept;
import com.quittance.idempotency.KeptAnswers.Run;
import com.quittance.relay.FirstQuery.Found;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what a request asks for once, however often it is sent under one {@code Idempotency-Key},
 * and answers its repetitions with the same bytes. An answer is kept in the transaction of the
 * effect; what was refused or failed has changed nothing, is not kept, and may be tried again.
 */
public final class Idempotency {

  /** How long repetitions are recognised. */
  public static final Duration KEPT_FOR = Duration.ofDays(30);

  /** How long one that talks to somebody outside may take; then another may go on with it. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final JsonMapper json;
  private final Clock clock;

  public Idempotency(Transactions transactions, JsonMapper json, Clock clock) {
    this.transactions = transactions;
    this.json = json;
    this.clock = clock;
  }

  /**
   * For an effect of one transaction.
   *
   * @throws Problem when a repetition is under way, or the key came with another request
   */
  public ResponseEntity<byte[]> once(
      Scope scope, HttpServletRequest request, byte[] body, Function<Tx, Answer> effect) {
    var header = IdempotencyKey.of(request, body);
    if (header.isEmpty()) {
      return transactions.in(scope, tx -> written(effect.apply(tx)));
    }
    var key = header.get();
    return transactions.in(
        scope,
        KeptAnswers.lock(scope, key),
        (tx, found) -> once(new KeptAnswers(tx), key, found, () -> effect.apply(tx)));
  }

  /**
   * For an effect in a transaction that the caller has begun, since it needs one of its own kind.
   *
   * @throws Problem when a repetition is under way, or the key came with another request
   */
  public ResponseEntity<byte[]> once(
      Tx tx, HttpServletRequest request, byte[] body, Supplier<Answer> effect) {
    var header = IdempotencyKey.of(request, body);
    if (header.isEmpty()) {
      return written(effect.get());
    }
    var answers = new KeptAnswers(tx);
    return once(answers, header.get(), answers.lock(header.get()), effect);
  }

  private ResponseEntity<byte[]> once(
      KeptAnswers answers, IdempotencyKey key, Found<Kept> found, Supplier<Answer> effect) {
    var kept = kept(found, key);
    if (kept.isPresent()) {
      return replayed(kept.get(), key).orElseThrow(Idempotency::underWay);
    }
    var answer = effect.get();
    var written = written(answer);
    if (answer.kept()) {
      answers.add(key, answered(key, written));
    }
    return written;
  }

  /**
   * For an effect that needs somebody outside, such as a payment gateway, between its transactions.
   * It is given an id, the same at every repetition, and must be idempotent by it: then one that
   * was broken off is gone on with. One that takes so long that a repetition has taken its place
   * keeps nothing and frees nothing: its answer is that one's.
   *
   * @param refused whether a failure says that nothing has been done; after any other a repetition
   *     goes on with what may have been
   * @throws Problem when a repetition is under way, or the key came with another request
   */
  public ResponseEntity<byte[]> inSteps(
      Scope scope,
      HttpServletRequest request,
      byte[] body,
      Function<UUID, Answer> effect,
      Predicate<RuntimeException> refused) {
    var header = IdempotencyKey.of(request, body);
    if (header.isEmpty()) {
      return written(effect.apply(UuidV7.from(clock)));
    }
    var key = header.get();
    var begun =
        transactions.in(
            scope,
            KeptAnswers.lock(scope, key),
            (tx, found) -> begin(new KeptAnswers(tx), key, found));
    if (begun.replayed() != null) {
      return begun.replayed();
    }
    ResponseEntity<byte[]> answer;
    try {
      answer = written(effect.apply(begun.run().subject()));
    } catch (RuntimeException failure) {
      var nothingDone = refused.test(failure);
      return transactions
          .in(scope, tx -> end(new KeptAnswers(tx), key, begun.run(), nothingDone))
          .orElseThrow(() -> failure);
    }
    return transactions.in(scope, tx -> keep(new KeptAnswers(tx), key, begun.run(), answer));
  }

  private record Begun(Run run, @Nullable ResponseEntity<byte[]> replayed) {}

  private Begun begin(KeptAnswers answers, IdempotencyKey key, Found<Kept> found) {
    var now = clock.instant();
    var kept = kept(found, key);
    var run = new Run(kept.map(Kept::subject).orElseGet(() -> UuidV7.from(now)), now);
    var replayed = kept.flatMap(k -> replayed(k, key));
    if (replayed.isPresent()) {
      return new Begun(run, replayed.get());
    }
    if (kept.isPresent() && now.isBefore(kept.get().begunAt().plus(LEASE))) {
      throw underWay();
    }
    answers.begin(key, run);
    return new Begun(run, null);
  }

  /** What the one has answered that has taken its place; nothing when none has. */
  private static Optional<ResponseEntity<byte[]>> end(
      KeptAnswers answers, IdempotencyKey key, Run run, boolean nothingDone) {
    var ended = nothingDone ? answers.forget(key, run) : answers.release(key, run, LEASE);
    return ended ? Optional.empty() : ofAnother(answers, key);
  }

  private ResponseEntity<byte[]> keep(
      KeptAnswers answers, IdempotencyKey key, Run run, ResponseEntity<byte[]> answer) {
    var kept = answered(key, answer);
    if (answers.answer(key, run, kept)) {
      return answer;
    }
    var others = ofAnother(answers, key);
    if (others.isEmpty()) {
      answers.add(key, kept); // the other was refused; this is what has happened
    }
    return others.orElse(answer);
  }

  /**
   * @throws Problem while it is under way
   */
  private static Optional<ResponseEntity<byte[]>> ofAnother(
      KeptAnswers answers, IdempotencyKey key) {
    return kept(answers.lock(key), key)
        .map(kept -> replayed(kept, key).orElseThrow(Idempotency::underWay));
  }

  private static Optional<Kept> kept(Found<Kept> found, IdempotencyKey key) {
    if (!found.locked()) {
      throw underWay();
    }
    var kept = found.row();
    if (kept.isPresent() && !MessageDigest.isEqual(kept.get().fingerprint(), key.fingerprint())) {
      throw Problem.of(
          Type.IDEMPOTENCY_KEY_REUSED,
          "The Idempotency-Key came with another request before; each needs its own.");
    }
    return kept;
  }

  private static Problem underWay() {
    return Problem.of(
            Type.IDEMPOTENCY_KEY_IN_USE, "The request with this Idempotency-Key is under way.")
        .retryAfter(Duration.ofSeconds(1));
  }

  private static Optional<ResponseEntity<byte[]>> replayed(Kept kept, IdempotencyKey key) {
    return kept.status() == null
        ? Optional.empty()
        : Optional.of(
            response(kept.status(), kept.location())
                .header("Idempotent-Replayed", "true")
                .body(Objects.requireNonNull(kept.body(), key.key())));
  }

  private ResponseEntity<byte[]> written(Answer answer) {
    var location = answer.location();
    var response = response(answer.status(), location == null ? null : location.toString());
    var tag = answer.tag();
    if (tag != null) {
      response.eTag(tag.text());
    }
    return response.body(json.writeValueAsBytes(answer.body()));
  }

  private static ResponseEntity.BodyBuilder response(int status, @Nullable String location) {
    var response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
    return location == null ? response : response.header(HttpHeaders.LOCATION, location);
  }

  private Kept answered(IdempotencyKey key, ResponseEntity<byte[]> answer) {
    var now = clock.instant();
    return new Kept(
        key.fingerprint(),
        UuidV7.from(now),
        now,
        answer.getStatusCode().value(),
        answer.getHeaders().getFirst(HttpHeaders.LOCATION),
        answer.getBody());
  }

  /**
   * For what moves money or sends: it must be safe to send again.
   *
   * @throws Problem when there is no key
   */
  public static void require(HttpServletRequest request) {
    if (request.getHeader(IdempotencyKey.HEADER) == null) {
      throw Problem.of(
          Type.IDEMPOTENCY_KEY_MISSING,
          "Send the header Idempotency-Key with a value of your own for this request, such as a"
              + " UUID, and the same one if you send it again.");
    }
  }
}
