/** What happened in a company and what followed from it, as the engine keeps it. */
@NullMarked
package com.quittance.history;

import org.jspecify.annotations.NullMarked;
