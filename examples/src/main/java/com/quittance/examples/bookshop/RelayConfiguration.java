package com.quittance.examples.bookshop;

import com.quittance.relay.EventMap;
import com.quittance.relay.Relay;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Who hears what, and a relay that works while the application runs. */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(RelayConfiguration.class);

  @Bean
  EventMap<Ordered> events(ReserveCopy reserveCopy, SendReceipt sendReceipt) {
    return EventMap.of(Ordered.class, event -> List.of("reader:" + event.reader()))
        .on("ordered", 1, Ordered.class, reserveCopy, sendReceipt);
  }

  /** Enters the same database in the engine's role. Boot's own pool stays the default. */
  @Bean(defaultCandidate = false)
  @Qualifier("engine")
  HikariDataSource engine(DataSourceProperties properties) {
    var pool = properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
    pool.setConnectionInitSql("set role bookshop_relay");
    return pool;
  }

  @Bean
  @DependsOn("flyway")
  Relay relay(
      EventMap<Ordered> events, DataSource application, @Qualifier("engine") DataSource engine) {
    return Relay.builder(events).application(application).engine(engine).build();
  }

  /** Until there is a mail server; an application's own takes its place. */
  @Bean
  @ConditionalOnMissingBean
  Post post() {
    return (reader, letter, key) -> LOG.info("to {}: {} ({})", reader, letter, key);
  }

  /** Begins when all beans are there; at the end what runs may finish before the pools close. */
  @Bean
  SmartLifecycle working(Relay relay) {
    return new SmartLifecycle() {
      private volatile boolean running;

      @Override
      public void start() {
        relay.start();
        running = true;
      }

      @Override
      public void stop() {
        relay.close();
        running = false;
      }

      @Override
      public boolean isRunning() {
        return running;
      }
    };
  }
}
