package com.quittance.relay.schedule;

import java.time.Duration;

/** What becomes of times at which nothing ran, because no node was on duty or the task failed. */
public enum CatchUp {
  /** The last missed time is made up for, those before it are not. */
  LATEST,

  /** Each missed time of the last {@link #REACH} is made up for, in order. */
  ALL,

  /** Missed is missed: a time is passed over when it is noticed more than {@link #LATE} late. */
  SKIP;

  /** How far back {@link #ALL} looks. */
  public static final Duration REACH = Duration.ofDays(31);

  /** From when on {@link #SKIP} calls a time missed. */
  public static final Duration LATE = Duration.ofMinutes(5);
}
