package com.quittance.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * The last entry of a chain at some time. Kept elsewhere it proves later that the chain up to there
 * is still the same: whoever can write to the database can forge a chain, but not what left it.
 */
public record AuditHead(UUID tenant, long seq, String hash, Instant at) {}
