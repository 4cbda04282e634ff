package com.quittance.relay.queue;

import java.util.List;

/**
 * What a claim gave.
 *
 * @param next where the node's next claim of this queue goes on
 * @param setAside deliveries met whose listener is held; more than 0: look again
 */
public record Claimed(List<Job> jobs, Turn next, int setAside) {}
