package com.quittance.client;

/**
 * A thing in the state in which it was read.
 *
 * @param etag names the state; a change sends it along, so that nobody else's is overwritten
 */
public record Tagged<T>(T value, String etag) {}
