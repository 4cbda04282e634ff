/** Stripe: payments made there, and what it tells of them. */
@NullMarked
package com.quittance.billing.infrastructure.stripe;

import org.jspecify.annotations.NullMarked;
