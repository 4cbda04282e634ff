/** Claims, runs and settles deliveries; keeps the node alive and rescues the dead ones' work. */
@NullMarked
package com.quittance.relay.worker;

import org.jspecify.annotations.NullMarked;
