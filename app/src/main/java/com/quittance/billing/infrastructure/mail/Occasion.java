package com.quittance.billing.infrastructure.mail;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Invoice;
import com.quittance.tenancy.Tenant;
import java.time.Instant;
import java.util.UUID;

/**
 * What a letter is written about.
 *
 * @param job the delivery that asks for the letter; the Message-ID is made of it
 * @param at the date on the letter
 */
public record Occasion(UUID job, Instant at, Tenant tenant, Client client, Invoice invoice) {}
