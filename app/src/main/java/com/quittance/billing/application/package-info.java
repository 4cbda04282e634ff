/** The use cases. */
@NullMarked
package com.quittance.billing.application;

import org.jspecify.annotations.NullMarked;
