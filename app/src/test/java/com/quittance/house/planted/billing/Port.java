package com.quittance.house.planted.billing;

/** Breaks: an interface is a seam, for nothing implements it. */
public interface Port {
  void ask();
}
