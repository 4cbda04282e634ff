package com.quittance.examples.bookshop;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The order and its event are stored together, or neither. */
@Service
public class Orders {

  private final JdbcClient sql;
  private final Announcer announcer;

  Orders(JdbcClient sql, Announcer announcer) {
    this.sql = sql;
    this.announcer = announcer;
  }

  @Transactional
  public void order(UUID shop, String title, String reader) {
    sql.sql("insert into book_order (title, reader) values (?, ?)").params(title, reader).update();
    announcer.announce(shop, new Ordered(title, reader));
    if (title.isBlank()) {
      throw new IllegalArgumentException("which book?");
    }
  }
}
