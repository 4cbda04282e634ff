/** That no tenant sees or touches what is another's, whatever way it is asked for. */
@NullMarked
package com.quittance.isolation;

import org.jspecify.annotations.NullMarked;
