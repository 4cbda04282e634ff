@NullMarked
package com.quittance.history;

import org.jspecify.annotations.NullMarked;
