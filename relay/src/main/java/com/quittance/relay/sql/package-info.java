/** JDBC with the ceremony taken off. */
@NullMarked
package com.quittance.relay.sql;

import org.jspecify.annotations.NullMarked;
