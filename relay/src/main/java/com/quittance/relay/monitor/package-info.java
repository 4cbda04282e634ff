/** What dashboards, metrics and the command line read. */
@NullMarked
package com.quittance.relay.monitor;

import org.jspecify.annotations.NullMarked;
