/** What an application sees of relay: durable events, and the queued listeners that follow them. */
@NullMarked
package com.quittance.relay;

import org.jspecify.annotations.NullMarked;
