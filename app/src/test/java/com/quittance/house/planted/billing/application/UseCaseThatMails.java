package com.quittance.house.planted.billing.application;

import com.quittance.house.planted.billing.infrastructure.mail.Postbox;
import com.quittance.house.planted.billing.infrastructure.web.Page;
import com.quittance.house.planted.cli.Verb;

/** Breaks: use cases stay inside, nobody depends on web, nobody depends on cli. */
public class UseCaseThatMails {
  private Postbox postbox;
  private Page page;
  private Verb verb;
}
