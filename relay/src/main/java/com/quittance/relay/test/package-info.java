/** For the tests of applications that use relay. Needs no test framework. */
@NullMarked
package com.quittance.relay.test;

import org.jspecify.annotations.NullMarked;
