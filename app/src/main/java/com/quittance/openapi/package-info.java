/** The document of the API, and a page to try it. */
@NullMarked
package com.quittance.openapi;

import org.jspecify.annotations.NullMarked;
