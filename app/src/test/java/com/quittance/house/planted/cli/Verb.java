package com.quittance.house.planted.cli;

import com.quittance.house.planted.billing.application.UseCaseThatMails;

/** Breaks: no circle between subjects, for billing leads back here. */
public class Verb {
  private UseCaseThatMails useCase;
}
