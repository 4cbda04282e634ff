package com.quittance.relay.queue;

import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.QueueLimits;
import com.quittance.relay.RateLimit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What claims must keep to. Asked anew each time: listeners join the map late. */
public final class Limits {

  private final EventMap<?> map;
  private final Map<String, QueueLimits> ofQueues;

  public Limits(EventMap<?> map, Map<String, QueueLimits> ofQueues) {
    this.map = map;
    this.ofQueues = ofQueues;
  }

  QueueLimits of(String queue) {
    return ofQueues.getOrDefault(queue, QueueLimits.NONE);
  }

  /** By the listener's name. */
  SortedMap<String, RateLimit> rates(String queue) {
    var rates = new TreeMap<String, RateLimit>();
    for (Listener<?> listener : map.listeners()) {
      var rate = listener.rateLimit();
      if (rate != null && listener.queue().equals(queue)) {
        rates.put(listener.name(), rate);
      }
    }
    return rates;
  }
}
