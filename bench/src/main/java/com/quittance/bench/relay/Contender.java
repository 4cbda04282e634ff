package com.quittance.bench.relay;

/** A queue that is filled while it rests, and then emptied as fast as it can. */
interface Contender extends AutoCloseable {

  String name();

  /** Enqueues so many jobs, without running any. */
  void enqueue(int jobs, Work work) throws Exception;

  /**
   * Works until all of them are done and that is written down.
   *
   * @return seconds
   */
  double drain(int jobs) throws Exception;

  @Override
  void close() throws Exception;
}
