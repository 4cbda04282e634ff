/** relay in a Spring Boot application. */
@NullMarked
package com.quittance.examples.bookshop;

import org.jspecify.annotations.NullMarked;
