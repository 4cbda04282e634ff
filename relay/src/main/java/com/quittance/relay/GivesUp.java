package com.quittance.relay;

/**
 * A listener that has something to say when its last attempt has failed. The hook is a delivery of
 * its own, made in the transaction that moves the failed one to the failed store: it is not lost
 * with the node, is retried, and is named {@code <listener>.gaveUp}.
 */
public interface GivesUp<E> extends Listener<E> {

  /**
   * @param error the message of the last failure
   */
  void gaveUp(E event, Attempt attempt, String error) throws Exception;
}
