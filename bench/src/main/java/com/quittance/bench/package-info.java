/** Side-by-side benchmarks, each one command; never shipped. */
@NullMarked
package com.quittance.bench;

import org.jspecify.annotations.NullMarked;
