package com.quittance.house.planted.billing;

import org.springframework.context.event.EventListener;

/** Breaks: names say something, relay is the only engine. */
public class InvoiceManager {
  @EventListener
  public void on(Object event) {}
}
