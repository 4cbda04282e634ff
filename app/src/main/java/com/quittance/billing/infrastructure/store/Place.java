package com.quittance.billing.infrastructure.store;

import java.util.UUID;

/**
 * Where in the order of a list a row stands.
 *
 * @param value of the column that is sorted by
 */
public record Place(String value, UUID id) {}
