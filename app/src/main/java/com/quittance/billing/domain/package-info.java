/** The heart: invoices, payments and the facts about them. Knows the JDK and money only. */
@NullMarked
package com.quittance.billing.domain;

import org.jspecify.annotations.NullMarked;
