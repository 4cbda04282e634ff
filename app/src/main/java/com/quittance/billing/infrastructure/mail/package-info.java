/** Letters to clients, accountants and admins, and the ways they leave. */
@NullMarked
package com.quittance.billing.infrastructure.mail;

import org.jspecify.annotations.NullMarked;
