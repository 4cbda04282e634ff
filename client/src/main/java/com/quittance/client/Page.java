package com.quittance.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list. It may be short, or empty, and still have a next one.
 *
 * @param nextCursor what to ask for the next page with; {@code null} on the last one
 */
public record Page<T>(List<T> data, boolean hasMore, @Nullable String nextCursor) {}
