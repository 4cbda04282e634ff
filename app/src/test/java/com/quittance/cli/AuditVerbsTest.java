package com.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.quittance.TestHouse;
import com.quittance.audit.AuditEntry;
import com.quittance.audit.AuditLog;
import com.quittance.relay.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit log on the command line, and what the command line leaves in it. */
class AuditVerbsTest {

  private static final String OPERATOR = "operator:" + System.getProperty("user.name");

  @TempDir static Path folder;
  private static TestHouse house;
  private static Path config;

  @BeforeAll
  static void open() throws IOException {
    house = TestHouse.open(folder);
    config =
        Files.writeString(
            folder.resolve("quittance.yml"),
            "quittance:\n"
                + Stream.of("url", "user", "password")
                    .map(
                        name ->
                            "  db.%s: \"%s\"\n"
                                .formatted(
                                    name,
                                    house.environment().get("QUITTANCE_DB_" + name.toUpperCase())))
                    .collect(Collectors.joining())
                + "  data-dir: \"%s\"\n".formatted(folder));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Ran run(String... arguments) {
    return Ran.quittance(
        Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }

  private static List<AuditEntry> entries(UUID chain) {
    return house
        .house()
        .transactions()
        .in(Scope.of(chain, "test", chain), tx -> new AuditLog(tx).after(0, 10_000));
  }

  private static List<AuditEntry> acted(UUID chain, String verb) {
    return entries(chain).stream()
        .filter(entry -> entry.action().equals("OperatorActed"))
        .filter(entry -> entry.details().contains("\"verb\":\"%s\"".formatted(verb)))
        .toList();
  }

  private static void began(UUID chain, String verb, String ended, String... arguments) {
    var two = acted(chain, verb);
    assertThat(two).hasSize(2);
    assertThat(two).allMatch(entry -> entry.actor().equals(OPERATOR));
    assertThat(two.get(0).details()).contains("BEGAN");
    assertThat(two.get(1).details()).contains(ended);
    for (var argument : arguments) {
      assertThat(two).allMatch(entry -> entry.details().contains(argument));
    }
  }

  /**
   * A verb that is not here is written down; whoever adds one here says that it changes nothing.
   */
  @Test
  void onlyTheseVerbsAreNotWrittenDown() {
    var silent =
        CommandLineInterface.VERBS.entrySet().stream()
            .filter(verb -> !(verb.getValue().get() instanceof Verb it && it.changes()))
            .map(java.util.Map.Entry::getKey);
    assertThat(silent)
        .containsExactlyInAnyOrder(
            "serve",
            "demo",
            "person:list",
            "event:list",
            "event:search",
            "queue:work",
            "queue:monitor",
            "queue:search",
            "queue:failed",
            "queue:explain",
            "schedule:list",
            "schedule:run",
            "audit:verify",
            "audit:head",
            "audit:export");
  }

  /** Somebody who asks to be forgotten is not in what is never forgotten. */
  @Test
  void ofPeopleNothingIsWrittenDownButTheirId() {
    var tenant = house.addTenant("Atelier Ba", "Africa/Dakar", "XOF").id();
    var who = List.of("--email", "awa@ba.example", "--name", "Awa Ba", "--role", "owner");
    var add = Stream.concat(Stream.of("person:add", "--tenant", tenant.toString()), who.stream());
    run(add.toArray(String[]::new)).done();
    began(tenant.value(), "person:add", "DONE", "\"--role\":\"owner\"");
    run("person:role", "awa@ba.example", "owner", "--tenant", tenant.toString()).done();
    assertThat(entries(tenant.value()).toString()).doesNotContain("awa@", "Awa Ba");
  }

  @Test
  void whatConcernsACompanyIsInItsChain() {
    var tenant = house.addTenant("Atelier Sow", "Africa/Dakar", "XOF").id().value();
    var id = tenant.toString();
    var token = run("token:create", "--tenant", id, "--name", "till", "--json").json();
    began(tenant, "token:create", "DONE", "\"--name\":\"till\"", "\"--tenant\":\"" + id + "\"");
    assertThat(entries(tenant).toString()).doesNotContain(token.get("token").asString());

    run("token:revoke", token.get("id").asString()).done();
    began(tenant, "token:revoke", "DONE", token.get("id").asString());
    assertThat(entries(tenant))
        .extracting(AuditEntry::action)
        .containsSubsequence("TokenCreated", "OperatorActed", "TokenRevoked", "OperatorActed");

    run("queue:lane", "default", "--tenant", id, "--weight", "2").done();
    began(tenant, "queue:lane", "DONE", "\"--weight\":\"2\"");
    run("invoices:check-overdue", "--tenant", id).done();
    began(tenant, "invoices:check-overdue", "DONE");
    assertThat(run("event:dispatch", "InvoicePaid", id, "--tenant", id).code()).isOne();
    began(tenant, "event:dispatch", "FAILED", "InvoicePaid");
    run("audit:verify", "--tenant", id).done();
  }

  @Test
  void whatConcernsNoneIsInTheOperatorsOwn() {
    run("queue:pause", "default").done();
    run("queue:continue", "default").done();
    began(AuditLog.OPERATORS, "queue:pause", "DONE", "default");
    began(AuditLog.OPERATORS, "queue:continue", "DONE", "default");
    run("queue:flush").done();
    began(AuditLog.OPERATORS, "queue:flush", "DONE");
    assertThat(run("queue:forget", new UUID(1, 1).toString()).code()).isOne();
    began(AuditLog.OPERATORS, "queue:forget", "REFUSED", new UUID(1, 1).toString());
    var tenant =
        UUID.fromString(
            run("tenant:create", "--name", "Teranga", "--email", "t@t.example", "--json")
                .json()
                .get("id")
                .asString());
    began(AuditLog.OPERATORS, "tenant:create", "DONE", "Teranga");
    assertThat(entries(tenant)).extracting(AuditEntry::action).containsExactly("TenantCreated");
  }

  @Test
  void aReplayIsWrittenDownUnlessItOnlyLooks() {
    var tenant = house.addTenant("Lagune SARL", "Africa/Abidjan", "XOF");
    house.createInvoice(tenant, 5_000, null);
    var event =
        entries(tenant.id().value()).stream()
            .filter(entry -> entry.action().equals("InvoiceCreated"))
            .map(entry -> String.valueOf(entry.event()))
            .findFirst()
            .orElseThrow();
    run("event:replay", event, "--dry-run").done();
    assertThat(acted(tenant.id().value(), "event:replay")).isEmpty();
    run("event:replay", event).done();
    began(tenant.id().value(), "event:replay", "DONE", event);
    run("event:replay", "--type", "InvoicePaid").done();
    began(AuditLog.OPERATORS, "event:replay", "DONE", "\"--type\":\"InvoicePaid\"");
  }

  @Test
  void alteredOrCutOffItIsTold() throws IOException {
    var tenant = house.addTenant("Baobab SA", "Africa/Dakar", "XOF");
    var id = tenant.id().toString();
    for (var i = 0; i < 4; i++) {
      house.addClient(tenant);
    }
    var anchor = folder.resolve("anchor");
    Files.writeString(anchor, run("audit:head", "--tenant", id).done().out());
    assertThat(run("audit:verify", "--tenant", id, "--anchor", anchor.toString()).done().out())
        .containsPattern(id + "  5 +[0-9a-f]{64}  yes");

    owner("delete from audit_entry where seq = 5 and tenant_id = '%s'", id);
    owner(
        "delete from relay.event where type = 'ClientAdded' and tenant_id = '%s'"
            + " and id = (select max(id::text)::uuid from relay.event where tenant_id = '%1$s')",
        id);
    run("audit:verify", "--tenant", id).done();
    var cut = run("audit:verify", "--tenant", id, "--anchor", anchor.toString());
    assertThat(cut.code()).isOne();
    assertThat(cut.out()).contains("NO", "entry 5 was published at", "and is gone");

    owner("update audit_entry set actor = 'x' where seq = 2 and tenant_id = '%s'", id);
    var altered = run("audit:verify", "--tenant", id, "--json");
    assertThat(altered.code()).isOne();
    var findings = new JsonMapper().readTree(altered.out()).get(0).get("findings");
    assertThat(findings.get(0).get("seq").asInt()).isEqualTo(2);
    owner("delete from audit_entry where tenant_id = '%s'", id);
    owner("delete from relay.event where tenant_id = '%s'", id);
    assertThat(run("audit:verify", "--tenant", id).out()).contains("the chain is empty");
    owner("delete from tenant where id = '%s'", id);
    assertThat(run("audit:verify", "--anchor", anchor.toString()).out()).contains("is gone");
  }

  private static void owner(String statement, String tenant) {
    house
        .sql()
        .sql(
            "set session_replication_role = replica; "
                + statement.formatted(tenant)
                + "; set session_replication_role = origin")
        .update();
  }

  @Test
  void anAnchorThatIsNoneIsMisuse() throws IOException {
    var file = Files.writeString(folder.resolve("none"), "{\"tenant\": 1}\n");
    var ran = run("audit:verify", "--anchor", file.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("line 1 is no head of a chain");
    assertThat(run("audit:verify", "--anchor", "/nowhere").code()).isEqualTo(2);
    Files.writeString(file, "no brace at all");
    assertThat(run("audit:verify", "--anchor", file.toString()).code()).isEqualTo(2);
  }

  /** The export is enough for others to check: this recomputes it from the documented form. */
  @Test
  void theExportProvesItself() throws Exception {
    var tenant = house.addTenant("Équipe «Été»", "Africa/Dakar", "XOF").id();
    house.addClient(house.tenant());
    for (var chain : List.of(tenant.toString(), house.tenant().id().toString())) {
      var previous = "0".repeat(64);
      var lines = run("audit:export", "--tenant", chain).done().out().lines().toList();
      assertThat(lines).isNotEmpty();
      for (var line : lines) {
        var entry = new JsonMapper().readTree(line);
        previous = hash(entry, previous);
        assertThat(entry.get("hash").asString()).isEqualTo(previous);
      }
    }
    var csv = run("audit:export", "--format", "csv", "--tenant", tenant.toString()).done().out();
    assertThat(csv)
        .startsWith("\"tenant\",\"seq\",\"at\",\"actor\",\"request\",\"origin\",\"action\"")
        .contains("\r\n\"%s\",1,\"2026-03-02T10:00:00Z\",\"operator\"".formatted(tenant));
    assertThat(run("audit:export").done().out()).contains("\"tenant\":\"00000000");
  }

  /** The program in docs/audit.md, which knows nothing of ours. */
  @Test
  void theDocumentedProgramAgrees() throws Exception {
    var python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python));
    house.createInvoice(2_000);
    var program =
        Files.readString(Path.of("../docs/audit.md")).split("```python\n|```\n(?=\n## Why)");
    Files.writeString(folder.resolve("log.jsonl"), run("audit:export").done().out());
    assertThat(python(python, program[1])).isZero();
    var log = Files.readString(folder.resolve("log.jsonl"));
    Files.writeString(folder.resolve("log.jsonl"), log.replaceFirst("FAC-2026", "FAC-2027"));
    assertThat(python(python, program[1])).isOne();
  }

  private static int python(Path python, String program) throws Exception {
    return new ProcessBuilder(python.toString(), "-c", program)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("python.log").toFile())
        .start()
        .waitFor();
  }

  private static String hash(JsonNode entry, String previous) throws Exception {
    var text = new StringBuilder("1:1,");
    for (var name :
        List.of(
            "tenant",
            "seq",
            "previous",
            "at",
            "actor",
            "request",
            "origin",
            "action",
            "version",
            "event",
            "details")) {
      var field = name.equals("previous") ? previous : entry.get(name).asString(null);
      if (name.equals("at")) {
        field = field.replaceFirst("(\\.\\d+)?Z$", "") + micros(entry.get("at").asString());
      }
      text.append(
          field == null ? "-" : field.getBytes(StandardCharsets.UTF_8).length + ":" + field + ",");
    }
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256")
                .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String micros(String at) {
    var fraction = at.contains(".") ? at.substring(at.indexOf('.') + 1, at.length() - 1) : "";
    return "." + (fraction + "000000").substring(0, 6) + "Z";
  }
}
