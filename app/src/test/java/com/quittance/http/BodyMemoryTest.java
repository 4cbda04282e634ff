package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.http.BodyMemory.Place;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

  private static final int MOST = 1 << 20;

  private final BodyMemory bodies = new BodyMemory(MOST);

  private ArrayList<Place> fill(String address) {
    var places = new ArrayList<Place>();
    try {
      while (true) {
        places.add(bodies.enter(address));
      }
    } catch (Problem full) {
      assertThat(full.type()).isEqualTo(Problem.Type.UNAVAILABLE);
      assertThat(full.retryAfter()).isPresent();
      return places;
    }
  }

  @Test
  void oneSenderHasAQuarterOfTheRoom() {
    fill("192.0.2.1");
    assertThat(bodies.held()).isEqualTo(MOST / 4);
    bodies.enter("192.0.2.2");
  }

  @Test
  void anotherAddressOfTheSameSubscriberIsTheSameSender() {
    fill("2001:db8::1");
    assertThatThrownBy(() -> bodies.enter("2001:db8::2")).isInstanceOf(Problem.class);
    bodies.enter("2001:db8:0:1::1");
  }

  @Test
  void thereIsRoomForNoMoreThanItHolds() {
    for (var sender = 1; sender <= 9; sender++) {
      fill("192.0.2." + sender);
    }
    assertThat(bodies.held()).isEqualTo(MOST);
  }

  @Test
  void whoeverLeavesGivesAllBackOnce() {
    var places = fill("192.0.2.1");
    places.getFirst().leave();
    var again = bodies.enter("192.0.2.1");
    assertThatThrownBy(() -> again.grow(1)).isInstanceOf(Problem.class);
    again.leave();
    places.forEach(Place::leave);
    assertThat(bodies.held()).isZero();
  }
}
