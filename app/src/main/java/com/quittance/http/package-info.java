/** What every HTTP door shares: tokens, limits, bodies, problems. */
@NullMarked
package com.quittance.http;

import org.jspecify.annotations.NullMarked;
