/** Runs a PostgreSQL 18 in a data folder: no installation, no administrator, durable settings. */
@NullMarked
package com.quittance.postgres;

import org.jspecify.annotations.NullMarked;
