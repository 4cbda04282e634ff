/** What happens by the clock. */
@NullMarked
package com.quittance.schedule;

import org.jspecify.annotations.NullMarked;
