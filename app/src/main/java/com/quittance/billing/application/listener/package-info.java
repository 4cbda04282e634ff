/** The seven listeners. */
@NullMarked
package com.quittance.billing.application.listener;

import org.jspecify.annotations.NullMarked;
