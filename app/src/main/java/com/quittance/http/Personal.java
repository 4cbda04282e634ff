package com.quittance.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route for somebody who is signed in, about nobody but themselves: no token opens it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Personal {

  /** The request's attribute that says who is signed in. */
  String ATTRIBUTE = "quittance.visitor";

  /** The request's attribute that says that their company wants a second factor of them first. */
  String LACKING = "quittance.second-factor-lacking";
}
