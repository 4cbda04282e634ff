package com.quittance.examples.bookshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.quittance.postgres.Database;
import com.quittance.postgres.ScratchDatabases;
import com.quittance.relay.Relay;
import com.quittance.relay.UuidV7;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The Spring Boot example, as it runs: on a database of its own, its workers in the background. */
class BookshopTest {

  private final Database database = ScratchDatabases.create();
  private final UUID shop = UuidV7.from(Clock.systemUTC());
  private final AtomicInteger strikes = new AtomicInteger(1);
  private final List<String> letters = new CopyOnWriteArrayList<>();
  private ConfigurableApplicationContext bookshop;

  @BeforeEach
  void open() {
    bookshop =
        new SpringApplicationBuilder(Bookshop.class)
            .initializers(context -> register((ConfigurableApplicationContext) context))
            .properties(
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password())
            .run();
  }

  private void register(ConfigurableApplicationContext context) {
    context.getBeanFactory().registerSingleton("post", (Post) this::send);
  }

  private void send(String reader, String letter, UUID key) throws IOException {
    if (strikes.getAndDecrement() > 0) {
      throw new IOException("the post is on strike");
    }
    letters.add(reader + ": " + letter);
  }

  @AfterEach
  void close() {
    bookshop.close();
    ScratchDatabases.drop(database);
  }

  @Test
  void anOrderIsReservedOnceAndItsReceiptSentWhenThePostIsBack() {
    bookshop.getBean(Orders.class).order(shop, "Candide", "ada@example.org");

    await().until(() -> count("relay.delivery") == 0);
    assertThat(count("reserved where title = 'Candide'")).isOne();
    assertThat(letters).containsExactly("ada@example.org: You ordered Candide");
    assertThat(count("relay.attempt where listener = 'SendReceipt' and outcome = 'retried'"))
        .isOne();
  }

  @Test
  void whatIsRolledBackWasNeverAnnounced() {
    var orders = bookshop.getBean(Orders.class);
    assertThatThrownBy(() -> orders.order(shop, " ", "ada@example.org"))
        .hasMessageContaining("which book?");

    assertThat(count("book_order")).isZero();
    assertThat(count("relay.event")).isZero();
  }

  @Test
  void outsideATransactionNothingCanBeAnnounced() {
    var announcer = bookshop.getBean(Announcer.class);
    assertThatThrownBy(() -> announcer.announce(shop, new Ordered("Candide", "ada@example.org")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no transaction to join");
  }

  @Test
  void theEndOfTheApplicationIsTheEndOfItsNode() {
    var relay = bookshop.getBean(Relay.class);
    await().until(() -> !relay.monitor().nodes().isEmpty());
    bookshop.close();

    assertThat(count("relay.node")).isZero();
  }

  private long count(String rows) {
    try (var connection = ScratchDatabases.asAdmin(database).connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery("select count(*) from " + rows)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException refused) {
      throw new AssertionError(rows, refused);
    }
  }
}
