/** Tenants and their tokens. */
@NullMarked
package com.quittance.tenancy;

import org.jspecify.annotations.NullMarked;
