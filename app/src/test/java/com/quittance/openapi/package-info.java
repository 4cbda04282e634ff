@NullMarked
package com.quittance.openapi;

import org.jspecify.annotations.NullMarked;
