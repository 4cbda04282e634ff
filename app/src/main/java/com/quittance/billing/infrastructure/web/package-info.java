/** Billing over HTTP: a controller a resource, each with the JSON it publishes. */
@NullMarked
package com.quittance.billing.infrastructure.web;

import org.jspecify.annotations.NullMarked;
