/** Tables for spreadsheets. */
@NullMarked
package com.quittance.csv;

import org.jspecify.annotations.NullMarked;
