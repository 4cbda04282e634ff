package com.quittance.house.planted.billing.infrastructure.web;

import org.springframework.web.bind.annotation.GetMapping;

public class Page {

  /** Breaks: every route says who may enter. */
  @GetMapping("/page")
  void show() {}
}
