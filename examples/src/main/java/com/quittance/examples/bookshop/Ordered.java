package com.quittance.examples.bookshop;

/** Somebody ordered a book. */
public record Ordered(String title, String reader) {}
