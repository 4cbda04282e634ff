/** The product shown at work: a tenant, a year of invoices, the three scenarios of the contract. */
@NullMarked
package com.quittance.demo;

import org.jspecify.annotations.NullMarked;
