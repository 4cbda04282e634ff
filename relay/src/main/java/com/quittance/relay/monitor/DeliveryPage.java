package com.quittance.relay.monitor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found, that of the newest event first.
 *
 * @param next where to go on; null: there is no more. A page may be short, or empty, and still have
 *     a next: a search looks at a bounded number of rows, and says how far it came
 */
public record DeliveryPage(List<FoundDelivery> deliveries, DeliverySearch.@Nullable Cursor next) {}
