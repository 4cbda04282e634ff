/** Who changed what and when, in chains that show what was taken out or altered. */
@NullMarked
package com.quittance.audit;

import org.jspecify.annotations.NullMarked;
