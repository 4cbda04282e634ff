/**
 * Quittance's REST API from Java: begin at {@link com.quittance.client.Quittance}.
 *
 * <p>Everything here is immutable and may be shared by threads. Amounts are integers in the minor
 * unit of the currency beside them: {@code 500000} is 500 000 XOF, 5 000.00 EUR or 500.000 TND.
 */
@NullMarked
package com.quittance.client;

import org.jspecify.annotations.NullMarked;
