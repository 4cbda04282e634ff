/** Where billing meets the world: the database, the gateways, paper and mail. */
@NullMarked
package com.quittance.billing.infrastructure;

import org.jspecify.annotations.NullMarked;
