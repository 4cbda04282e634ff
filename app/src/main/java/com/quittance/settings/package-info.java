/** What an operator may choose, read from file, environment and command line, checked as one. */
@NullMarked
package com.quittance.settings;

import org.jspecify.annotations.NullMarked;
