/**
 * The engine's own code on simulated machines and a simulated store, in an order a seed decides.
 */
@NullMarked
package com.quittance.relay.simulation;

import org.jspecify.annotations.NullMarked;
