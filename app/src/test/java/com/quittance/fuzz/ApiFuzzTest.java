package com.quittance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A little of what {@code fuzz/api} does: the same in each build. */
@ExtendWith(Doors.Opened.class)
class ApiFuzzTest {

  private static final long SEED = 20261127;

  private final Doors doors;

  ApiFuzzTest(Doors doors) {
    this.doors = doors;
  }

  @Test
  void whatIsDocumentedIsDoneAndWhatIsNearlySoBreaksNothing() {
    var fuzz = new ApiFuzz(SEED, doors).run(300, 700);
    System.out.println(fuzz.tally().json(SEED, 300, 700, fuzz.broken().size()));
    assertThat(fuzz.broken()).isEmpty();
    assertThat(fuzz.tally().neverDone())
        .as("what never succeeded: give it what it needs in Ground")
        .isEmpty();
    assertThat(fuzz.tally().success()).isGreaterThan(0.6);
    doors.http().get("/health").is(200);
  }
}
