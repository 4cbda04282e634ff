/** Secrets that have to be readable again are kept sealed in the database. */
@NullMarked
package com.quittance.sealing;

import org.jspecify.annotations.NullMarked;
