package com.quittance.tenancy;

import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when a token was last used: at most once a minute, beside the request, and not at all
 * rather than late. No request waits for it or fails by it.
 */
public final class TokenUse implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TokenUse.class);
  private static final Duration GRAIN = Duration.ofMinutes(1);
  private static final int MOST_WAITING = 100;
  private static final int MOST_REMEMBERED = 10_000;

  private final Transactions transactions;
  private final Map<UUID, Instant> noted = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor writer;

  public TokenUse(Transactions transactions) {
    this.transactions = transactions;
    this.writer =
        new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofVirtual().name("token-use").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  public void note(ApiToken token, Instant now) {
    if (isRecent(token.lastUsedAt(), now) || isRecent(noted.get(token.id()), now)) {
      return;
    }
    if (noted.size() >= MOST_REMEMBERED) {
      noted.clear(); // costs a write each, no more
    }
    if (isRecent(noted.put(token.id(), now), now)) {
      return; // another request was faster
    }
    writer.execute(() -> write(token, now));
  }

  private static boolean isRecent(@Nullable Instant last, Instant now) {
    return last != null && now.isBefore(last.plus(GRAIN));
  }

  private void write(ApiToken token, Instant now) {
    try {
      var scope = Scope.of(token.tenant().value(), "token:" + token.id(), UuidV7.from(now));
      transactions.run(scope, tx -> new ApiTokens(tx).used(token.id(), now));
    } catch (RuntimeException failed) {
      LOG.debug("the use of token {} was not noted", token.id(), failed);
    }
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
