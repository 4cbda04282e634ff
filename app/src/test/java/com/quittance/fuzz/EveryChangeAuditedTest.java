package com.quittance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http.Answer;
import com.quittance.http.Wire;
import com.quittance.openapi.Contract;
import com.quittance.openapi.Document;
import com.quittance.openapi.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever can be changed through the API is, and has to be in the audit log with its request. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(Doors.Opened.class)
class EveryChangeAuditedTest {

  private static final int TRIES = 150;
  private static final JsonMapper JSON = new JsonMapper();
  private static final Document DOCUMENT = Contract.published().document();

  /** What leaves no entry, and why; docs/audit.md says it too. */
  private static final Map<String, String> UNTOLD =
      Map.of(
          "chooseTenant", "which company a browser shows; what is done there says where",
          "readNotification", "that somebody has seen it",
          "readNotifications", "that somebody has seen them",
          "beginSecondFactor", "nothing is in force before it is confirmed",
          "askForPasswordReset", "told when the link is sent, if there is anybody to send it to",
          "hearStripe", "a message of no payment of ours; with a payment it is told");

  /** What a member of a change is refused without. */
  private static final Map<String, Set<String>> BESIDE = Map.of("currency", Set.of("lines"));

  private final Doors doors;
  private final Ground ground;
  private final Derivation derivation;

  EveryChangeAuditedTest(Doors doors) {
    this.doors = doors;
    this.ground = new Ground(doors);
    this.derivation = new Derivation(DOCUMENT, ground);
  }

  static Stream<Operation> changes() {
    return DOCUMENT.operations().stream()
        .filter(operation -> !operation.method().equals("GET"))
        .filter(operation -> !UNTOLD.containsKey(operation.id()));
  }

  /** Of what changes some members of a thing, each by itself. */
  @ParameterizedTest
  @MethodSource("changes")
  void whatIsChangedIsInTheLog(Operation operation) throws IOException {
    if (!operation.method().equals("PATCH")) {
      assertThat(isTold(operation, Set.of())).isTrue();
      return;
    }
    for (var member : members(operation)) {
      var body = new TreeSet<>(BESIDE.getOrDefault(member, Set.of()));
      body.add(member);
      assertThat(isTold(operation, body)).as(member).isTrue();
    }
  }

  @Test
  void whatIsUntoldIsThere() {
    assertThat(DOCUMENT.operations().stream().map(Operation::id)).containsAll(UNTOLD.keySet());
  }

  private static List<String> members(Operation operation) {
    var schema = DOCUMENT.at(operation.pointer() + "/requestBody/content/application~1json/schema");
    var members = List.copyOf(schema.node().path("properties").propertyNames());
    assertThat(members).isNotEmpty();
    return members;
  }

  /**
   * Whether a request that changed something left an entry: some that are derived change nothing.
   *
   * @param members all that its body has; none: whatever is derived
   */
  private boolean isTold(Operation operation, Set<String> members) throws IOException {
    for (var n = 0; n < TRIES; n++) {
      var call = derivation.call(operation, new Random(n * 1_000_003L));
      if (!members.isEmpty()) {
        var body = (ObjectNode) JSON.readTree(call.body());
        body.retain(members);
        if (body.size() < members.size()) {
          continue;
        }
        call = call.body(body.toString().getBytes(StandardCharsets.UTF_8));
      }
      var answer = ask(call);
      ground.learn(call, answer);
      if (answer.status() < 300 && entries(answer) > 0) {
        return true;
      }
    }
    return false;
  }

  private Answer ask(Call call) throws IOException {
    try (var wire = Wire.to(doors.http().port())) {
      return wire.send(call.bytes()).answer(call.method());
    }
  }

  private long entries(Answer answer) {
    return doors
        .house()
        .sql()
        .sql("select count(*) from audit_entry where request = ?::uuid")
        .param(answer.header("X-Request-Id"))
        .query(Long.class)
        .single();
  }
}
