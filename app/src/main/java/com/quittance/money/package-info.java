/** Exact amounts: integer minor units, decimal rates, one rounding policy. */
@NullMarked
package com.quittance.money;

import org.jspecify.annotations.NullMarked;
