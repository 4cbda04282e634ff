/** Tells other systems of events, after Standard Webhooks 1.0. */
@NullMarked
package com.quittance.webhook;

import org.jspecify.annotations.NullMarked;
