/** Deliveries in PostgreSQL: claimed, completed, retried and given up under a fence. */
@NullMarked
package com.quittance.relay.queue;

import org.jspecify.annotations.NullMarked;
