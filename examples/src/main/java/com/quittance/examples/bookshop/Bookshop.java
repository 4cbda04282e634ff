package com.quittance.examples.bookshop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A shop that sells books, on Spring Boot. */
@SpringBootApplication
public class Bookshop {

  public static void main(String[] arguments) {
    SpringApplication.run(Bookshop.class, arguments);
  }
}
