/** Invoices as PDF. */
@NullMarked
package com.quittance.billing.infrastructure.pdf;

import org.jspecify.annotations.NullMarked;
