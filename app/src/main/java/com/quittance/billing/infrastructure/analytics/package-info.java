/** Where analytics go. */
@NullMarked
package com.quittance.billing.infrastructure.analytics;

import org.jspecify.annotations.NullMarked;
