/** How much may be asked, by whom: counted in the database, in portions by each node. */
@NullMarked
package com.quittance.limits;

import org.jspecify.annotations.NullMarked;
