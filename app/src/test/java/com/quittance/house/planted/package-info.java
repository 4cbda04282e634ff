/** Breaches on purpose: each rule of the house is shown to fail on them. */
package com.quittance.house.planted;
