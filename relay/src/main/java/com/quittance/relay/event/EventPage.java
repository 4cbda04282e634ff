package com.quittance.relay.event;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was found, the newest first.
 *
 * @param next where to go on; null: there is no more. A page may be short, or empty, and still have
 *     a next: a search looks at a bounded number of events, and says how far it came
 */
public record EventPage(List<StoredEvent> events, @Nullable UUID next) {}
