/** relay beside the limit of its database and beside its peers. */
@NullMarked
package com.quittance.bench.relay;

import org.jspecify.annotations.NullMarked;
