package com.quittance.examples.bookshop;

import java.io.IOException;
import java.util.UUID;

/** Takes letters along. A key that it has seen is a letter that it has seen. */
public interface Post {
  void send(String reader, String letter, UUID key) throws IOException;
}
