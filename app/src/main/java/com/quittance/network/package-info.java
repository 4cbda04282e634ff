/** Addresses and networks: which of them belong to everybody, and which an operator has named. */
@NullMarked
package com.quittance.network;

import org.jspecify.annotations.NullMarked;
