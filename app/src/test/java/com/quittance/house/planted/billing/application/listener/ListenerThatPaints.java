package com.quittance.house.planted.billing.application.listener;

import com.quittance.house.planted.billing.infrastructure.web.Page;

/** Breaks: listeners stay inside. */
public class ListenerThatPaints {
  private Page page;
}
