package com.quittance.relay.simulation;

import static com.quittance.relay.simulation.Delivery.UUIDS;

import com.quittance.relay.RateLimit;
import com.quittance.relay.queue.Claimed;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.Turn;
import com.quittance.relay.simulation.SimulatedStore.ListenerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One claim: deficit round-robin over the lanes of a queue, as the function relay.claim does it.
 */
final class SimulatedClaim {

  private static final int MOST_LANES = 200;
  private static final int MOST_SET_ASIDE = 5000;
  private static final UUID LOWEST = new UUID(0, 0);

  /** A lane of this claim. */
  private static final class Lane {
    final UUID tenant;
    int weight; // 0: has nothing more to give
    @Nullable Integer spare;

    Lane(UUID tenant, int weight, @Nullable Integer spare) {
      this.tenant = tenant;
      this.weight = spare != null && spare == 0 ? 0 : weight;
      this.spare = spare;
    }
  }

  private final SimulatedStore store;
  private final String queue;
  private final UUID owner;
  private final Turn turn;
  private final SortedMap<String, RateLimit> rates;
  private final Instant now;
  private final List<Job> jobs = new ArrayList<>();
  private final NavigableMap<UUID, List<Delivery>> waiting = new TreeMap<>(UUIDS);
  private int credit;
  private int left;
  private int aside;

  SimulatedClaim(SimulatedStore store, String queue, int limit, UUID owner, Turn turn) {
    this.store = store;
    this.queue = queue;
    this.owner = owner;
    this.turn = turn;
    this.rates = store.rates(queue);
    this.now = store.now();
    this.credit = turn.credit();
    this.left = store.pausedQueues.contains(queue) ? 0 : limit;
    var overall = store.limitsOf(queue).overall();
    if (overall != null) {
      left = (int) Math.min(left, overall - store.running(queue));
    }
  }

  Claimed claim() {
    if (left > 0) {
      collect();
    }
    var lanes = lanes();
    var last = turn.lane();
    var saved = left <= 0 ? turn.credit() : 0; // no room is no reason to lose one's turn
    while (!lanes.isEmpty()) {
      var total = lanes.stream().mapToInt(it -> it.weight).sum();
      if (left <= 0 || total == 0) {
        break;
      }
      for (var lane : lanes) {
        if (left > 0 && lane.weight > 0) {
          saved = serve(lane, total);
          last = lane.tenant;
        }
      }
      if (aside > MOST_SET_ASIDE) {
        break;
      }
    }
    return new Claimed(List.copyOf(jobs), new Turn(last, left <= 0 ? saved : 0), aside);
  }

  /** Answers what is left of its turn. */
  private int serve(Lane lane, int total) {
    var due = lane.weight * Math.max(left / total, 1);
    if (credit > 0 && lane.tenant.equals(turn.lane())) {
      due = Math.max(due - lane.weight + credit, 1);
      credit = 0;
    }
    var most = Math.min(due, left);
    if (lane.spare != null) {
      most = Math.min(most, lane.spare);
    }
    var rows = take(lane.tenant, most);
    var kept = setAside(rows);
    for (var row : kept) {
      row.delivery.give(owner, now);
      jobs.add(row.delivery.job(row.trial));
    }
    left -= kept.size();
    if (lane.spare != null) {
      lane.spare -= kept.size();
    }
    var saved = Math.min(due - kept.size(), lane.weight);
    if (rows.size() < most || Objects.equals(lane.spare, 0)) {
      lane.weight = 0;
      saved = 0; // a lane that has nothing left saves nothing up
    }
    return saved;
  }

  /** The lanes that have something and room, once around. */
  private List<Lane> lanes() {
    var found = new LinkedHashMap<UUID, Lane>();
    var at = turn.lane() == null ? LOWEST : turn.lane();
    if (left > 0 && credit > 0 && at.equals(laneFrom(at, true).orElse(null))) {
      found.put(at, lane(at));
    }
    var around = false;
    while (withRoom(found).size() < Math.min(left, MOST_LANES)) {
      var next = laneFrom(at, false);
      if (next.isPresent()) {
        if (found.containsKey(next.get())) {
          break;
        }
        at = next.get();
        found.put(at, lane(at));
      } else if (around) {
        break;
      } else {
        around = true;
        at = LOWEST;
      }
    }
    return withRoom(found);
  }

  private static List<Lane> withRoom(Map<UUID, Lane> lanes) {
    return lanes.values().stream().filter(it -> !Objects.equals(it.spare, 0)).toList();
  }

  private Lane lane(UUID tenant) {
    var lane = store.lane(tenant, queue);
    var most = store.limitOf(tenant, queue);
    var spare = most == null ? null : (int) Math.max(0, most - store.running(queue, tenant));
    return new Lane(tenant, lane.weight(), spare);
  }

  private Optional<UUID> laneFrom(UUID at, boolean orAt) {
    return Optional.ofNullable(orAt ? waiting.ceilingKey(at) : waiting.higherKey(at));
  }

  private List<Delivery> take(UUID tenant, int most) {
    var lane = waiting.getOrDefault(tenant, List.of());
    var taken = List.copyOf(lane.subList(0, Math.min(most, lane.size())));
    lane.subList(0, taken.size()).clear();
    return taken;
  }

  private void collect() {
    for (var delivery : store.deliveries.values()) {
      if (delivery.isReady() && delivery.queue.equals(queue) && !store.isLocked(delivery)) {
        waiting.computeIfAbsent(delivery.tenant, _ -> new ArrayList<>()).add(delivery);
      }
    }
    waiting.values().forEach(it -> it.sort(Delivery.IN_LANE));
  }

  private record Kept(Delivery delivery, boolean trial) {}

  /** Those whose listener may run now; the others wait apart until their time. */
  private List<Kept> setAside(List<Delivery> rows) {
    var kept = new ArrayList<Kept>();
    if (store.listeners.isEmpty() && rates.isEmpty()) {
      rows.forEach(it -> kept.add(new Kept(it, false)));
      return kept;
    }
    var byListener = new TreeMap<String, List<Delivery>>();
    rows.forEach(it -> byListener.computeIfAbsent(it.listener, _ -> new ArrayList<>()).add(it));
    byListener.forEach((listener, its) -> setAside(listener, its, kept));
    aside += rows.size() - kept.size();
    kept.sort((one, other) -> Delivery.IN_LANE.compare(one.delivery, other.delivery));
    return kept;
  }

  private void setAside(String listener, List<Delivery> rows, List<Kept> kept) {
    var state = store.listeners.get(listener);
    var rate = rates.get(listener);
    if (state == null && rate != null) {
      state = new ListenerState();
      state.filledAt = now;
      store.listeners.put(listener, state);
    }
    var free = rows.size();
    var trial = false;
    if (state != null && state.paused) {
      free = 0;
      rows.forEach(it -> hold(it, "pause", Instant.MAX));
    } else if (state != null && state.retryAt != null) {
      trial = !state.retryAt.isAfter(now);
      free = trial ? 1 : 0;
      var again = trial ? now.plus(state.openFor) : state.retryAt;
      state.retryAt = again;
      rows.subList(free, rows.size()).forEach(it -> hold(it, "circuit", again));
    } else if (state != null && rate != null) {
      free = takeTokens(state, rate, rows);
    }
    for (var row : rows.subList(0, free)) {
      kept.add(new Kept(row, trial));
    }
  }

  private int takeTokens(ListenerState state, RateLimit rate, List<Delivery> rows) {
    var had = Double.isNaN(state.tokens) ? rate.burst() : state.tokens;
    var since = Math.max(0, Duration.between(state.filledAt, now).toNanos() / 1e9);
    var tokens = Math.min(rate.burst(), had + since * rate.perSecond());
    var free = Math.min(rows.size(), (int) Math.floor(tokens));
    state.tokens = tokens - free;
    state.filledAt = now;
    for (int i = free; i < rows.size(); i++) {
      var seconds = (i - free + 1 - state.tokens) / rate.perSecond();
      hold(rows.get(i), "rate", now.plusNanos((long) (seconds * 1e9))); // when its token is due
    }
    return free;
  }

  private static void hold(Delivery delivery, String why, Instant until) {
    delivery.held = why;
    delivery.availableAt = until;
  }
}
