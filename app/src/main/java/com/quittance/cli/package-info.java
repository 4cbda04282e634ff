/** The command line: one class a verb. */
@NullMarked
package com.quittance.cli;

import org.jspecify.annotations.NullMarked;
