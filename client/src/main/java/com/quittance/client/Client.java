package com.quittance.client;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is billed.
 *
 * @param address of several lines
 * @param locale the language of mails and documents, {@code fr} or {@code en}, perhaps with a
 *     country
 */
public record Client(
    UUID id,
    String name,
    String email,
    @Nullable String address,
    @Nullable String taxId,
    String locale,
    Instant createdAt) {}
