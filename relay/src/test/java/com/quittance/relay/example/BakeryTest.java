package com.quittance.relay.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.TestBed;
import com.quittance.relay.UuidV7;
import com.quittance.relay.WorkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The example of the README compiles and does what it says. */
class BakeryTest {

  @Test
  void whatIsOrderedIsBaked() throws Exception {
    try (var bed = new TestBed();
        var relay = Bakery.open(bed.application(), bed.engine())) {
      bed.execute("create table loaf (bread text); grant insert on loaf to quittance_app");

      Bakery.order(relay.transactions(), UuidV7.from(Clock.systemUTC()), "rye");
      relay.work(WorkOptions.untilEmpty());

      assertThat(bed.count("loaf where bread = 'rye'")).isOne();
    }
  }

  @Test
  void theReadmeShowsExactlyThis() throws IOException {
    var source = Files.readString(Path.of("src/test/java/com/quittance/relay/example/Bakery.java"));
    var body = source.substring(source.indexOf("/** A bakery"));

    assertThat(Files.readString(Path.of("README.md"))).contains(body.strip());
  }
}
