@NullMarked
package com.quittance.postgres;

import org.jspecify.annotations.NullMarked;
