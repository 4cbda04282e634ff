/** The event store: what happened, kept for good, written with the change it tells of. */
@NullMarked
package com.quittance.relay.event;

import org.jspecify.annotations.NullMarked;
