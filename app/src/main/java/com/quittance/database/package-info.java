/** The way to PostgreSQL: pools with a role each, migrations, SQL on a transaction. */
@NullMarked
package com.quittance.database;

import org.jspecify.annotations.NullMarked;
