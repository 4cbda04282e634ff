@NullMarked
package com.quittance.settings;

import org.jspecify.annotations.NullMarked;
