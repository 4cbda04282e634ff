/** The engine through its public doors, on a real PostgreSQL. */
@NullMarked
package com.quittance.relay;

import org.jspecify.annotations.NullMarked;
