/**
 * The promises of the README on real PostgreSQL, with real processes, and with what breaks both.
 */
@NullMarked
package com.quittance.relay.proof;

import org.jspecify.annotations.NullMarked;
