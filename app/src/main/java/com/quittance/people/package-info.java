/** Who comes in: people, what they belong to, and how they show who they are. */
@NullMarked
package com.quittance.people;

import org.jspecify.annotations.NullMarked;
