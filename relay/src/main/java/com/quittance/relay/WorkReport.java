package com.quittance.relay;

/**
 * What a worker did.
 *
 * @param completed deliveries done
 * @param retried attempts that failed and will be made again
 * @param failed deliveries given up
 * @param stale transitions that found their delivery held by another; they changed nothing
 */
public record WorkReport(long completed, long retried, long failed, long stale) {

  public long jobs() {
    return completed + retried + failed;
  }
}
