/** Where billing's state rests: one store a table, SQL included. */
@NullMarked
package com.quittance.billing.infrastructure.store;

import org.jspecify.annotations.NullMarked;
