package com.quittance.client;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice that is not issued yet. All amounts are in the minor unit of {@code currency}.
 *
 * @param id and of the invoice that it becomes
 */
public record Draft(
    UUID id,
    UUID clientId,
    String currency,
    @Nullable LocalDate dueDate,
    long subtotal,
    long taxTotal,
    long total,
    List<Invoice.Line> lines,
    List<Invoice.Tax> taxes,
    Instant createdAt,
    Instant updatedAt) {}
