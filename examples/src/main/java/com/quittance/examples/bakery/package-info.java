/** relay in plain Java. */
@NullMarked
package com.quittance.examples.bakery;

import org.jspecify.annotations.NullMarked;
