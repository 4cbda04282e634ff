package com.quittance.billing.domain;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Somebody a tenant bills. */
public record Client(
    ClientId id,
    String name,
    String email,
    @Nullable String address,
    @Nullable String taxId,
    Locale locale,
    Instant createdAt) {}
