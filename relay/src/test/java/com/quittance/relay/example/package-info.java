/** A whole application, as the README shows it. */
@NullMarked
package com.quittance.relay.example;

import org.jspecify.annotations.NullMarked;
