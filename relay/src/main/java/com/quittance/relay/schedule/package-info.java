/** What is done once per due time, however many nodes are on duty. */
@NullMarked
package com.quittance.relay.schedule;

import org.jspecify.annotations.NullMarked;
