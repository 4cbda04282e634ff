/** A request that is sent again has its effect once, and the same answer. */
@NullMarked
package com.quittance.idempotency;

import org.jspecify.annotations.NullMarked;
