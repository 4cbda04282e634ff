package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.injection.Hostile;
import com.quittance.tenancy.Tenant;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients out of spreadsheets, clients and invoices into them. */
@ExtendWith(Doors.Opened.class)
class TablesTest {

  private static final String IMPORT = "/api/v1/clients/import";

  private final Doors doors;
  private Tenant tenant;
  private Http http;

  TablesTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void addTenant() {
    tenant = doors.newTenant();
    http = doors.as(tenant);
  }

  private Answer add(String table) {
    return add(table.getBytes(StandardCharsets.UTF_8), UUID.nameUUIDFromBytes(table.getBytes()));
  }

  private Answer add(byte[] table, UUID key) {
    return http.send(
        "POST",
        IMPORT,
        BodyPublishers.ofByteArray(table),
        Map.of("Content-Type", "text/csv", "Idempotency-Key", key.toString()));
  }

  private List<String> names() {
    return doors
        .house()
        .sql()
        .sql("select name from client where tenant_id = ? order by id")
        .param(tenant.id().value())
        .query(String.class)
        .list();
  }

  private static List<CSVRecord> read(String table) {
    assertThat(table).startsWith("\uFEFF");
    try (var parser =
        CSVParser.parse(table.substring(1), CSVFormat.RFC4180.builder().setHeader().get())) {
      return parser.getRecords();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name,email,tax_id\nAwa Ndiaye,awa@x.example,17\nPape,pape@x.example,\n",
        "name;email;tax_id\r\nAwa Ndiaye;awa@x.example;17\r\nPape;pape@x.example;\r\n",
        "sep=;\r\nname;email;tax_id;\r\nAwa Ndiaye;awa@x.example;17;\r\n;;;\r\nPape;pape@x.example;;\r\n",
        "id,name,email,tax_id,created_at\n7,Awa Ndiaye,awa@x.example,17,x\n8,Pape,pape@x.example,,\n",
        "\uFEFFTax_ID\tName\tEmail\n17\tAwa Ndiaye\tawa@x.example\n\n\t\"Pape\"\tpape@x.example",
      })
  void clientsComeOutOfATableOfWhateverSpreadsheet(String table) {
    var answer = add(table).is(200).json();
    assertThat(answer.get("created").asInt()).isEqualTo(2);
    assertThat(names()).containsExactly("Awa Ndiaye", "Pape");
    var first = answer.get("data").get(0);
    assertThat(first.get("status").asInt()).isEqualTo(201);
    var client = http.get("/api/v1/clients/" + first.get("id").asString()).is(200).json();
    assertThat(client.get("tax_id").asString()).isEqualTo("17");
  }

  @Test
  void aRowThatIsRefusedSpoilsNoOther() {
    var answer =
        add("name,email\nA,a@x.example\nB,nowhere\n,c@x.example\nD,d@x.example\n").is(200).json();
    assertThat(answer.get("created").asInt()).isEqualTo(2);
    assertThat(answer.get("refused").asInt()).isEqualTo(2);
    var second = answer.get("data").get(1);
    assertThat(second.get("status").asInt()).isEqualTo(422);
    assertThat(second.at("/problem/errors/0/pointer").asString()).isEqualTo("/rows/1/email");
    assertThat(answer.at("/data/2/problem/errors/0/pointer").asString()).isEqualTo("/rows/2/name");
    assertThat(names()).containsExactly("A", "D");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name,email\n",
        "name,name\nA,B\n",
        "name,email,status\nA,a@x.example,paid\n",
        "name,email,\nA,a@x.example,B\n",
        "name,email\n,\n",
        "name,email\nA\n",
        "name,email\nA,a@x.example,x\n",
        "name,email\n\"A,a@x.example\n",
        "name,email\n\"A\"B,a@x.example\n",
        "{\"name\": \"A\"}",
      })
  void whatIsNoSuchTableIsRefusedWhole(String table) {
    var problem = add(table).is(Type.INVALID_REQUEST);
    assertThat(problem.json().get("detail").asString()).startsWith("Expected ");
    assertThat(names()).isEmpty();
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    var key = new UUID(0, 7);
    add("name,email\nAïcha,a@x.example\n".getBytes(StandardCharsets.ISO_8859_1), key)
        .is(Type.INVALID_REQUEST);
    assertThat(names()).isEmpty();
  }

  @Test
  void aTableSaysThatItIsOneAndHasAKey() {
    var table = BodyPublishers.ofString("name,email\nA,a@x.example\n");
    http.send("POST", IMPORT, table, Map.of("Content-Type", "text/csv"))
        .is(Type.IDEMPOTENCY_KEY_MISSING);
    http.send("POST", IMPORT, table, Map.of("Content-Type", "text/plain", "Idempotency-Key", "k"))
        .is(Type.UNSUPPORTED_MEDIA_TYPE);
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/csv; charset=iso-8859-1", "text/csv; header=absent", "text/csv2"})
  void anotherTypeIsNotRead(String type) {
    http.send(
            "POST",
            IMPORT,
            BodyPublishers.ofString("name,email\nA,a@x.example\n"),
            Map.of("Content-Type", type, "Idempotency-Key", "k"))
        .is(Type.UNSUPPORTED_MEDIA_TYPE);
    assertThat(names()).isEmpty();
  }

  @Test
  void whatWasExportedCanBeImported() {
    add("name,email,address\n=1+1,a@x.example,\"12 rue\nDakar\"\nB,b@x.example,\n").is(200);
    var exported = http.get("/api/v1/clients/export").is(200).text();
    var other = doors.as(doors.newTenant());
    other
        .send(
            "POST",
            IMPORT,
            BodyPublishers.ofString(exported),
            Map.of("Content-Type", "text/csv; charset=utf-8", "Idempotency-Key", "k"))
        .is(200);
    var again = other.get("/api/v1/clients").is(200).json().get("data");
    assertThat(again.findValuesAsString("name")).containsExactlyInAnyOrder("=1+1", "B");
    assertThat(again.findValuesAsString("address")).contains("12 rue\nDakar");
  }

  @Test
  void thousandRowsAndNoneMore() {
    var rows = new StringWriter();
    IntStream.rangeClosed(0, 1_000).forEach(n -> rows.append("C%d,c@x.example\n".formatted(n)));
    add("name,email\n" + rows).is(Type.INVALID_REQUEST);
    assertThat(names()).isEmpty();
  }

  @Test
  void sentTwiceItIsImportedOnce() {
    var table = "name,email\nA,a@x.example\n";
    var first = add(table).is(200);
    assertThat(add(table).is(200).text()).isEqualTo(first.text());
    assertThat(names()).containsExactly("A");
  }

  /** Every hostile text comes in as it is and goes out as text alone. */
  @Test
  void hostileTextsStayText() {
    var texts = Hostile.payloads("http://127.0.0.1:9/", "/nowhere");
    var table = new StringWriter().append("name,email,address\n");
    for (var text : texts) {
      var cell = "\"" + text.replace("\"", "\"\"") + "\"";
      table.append(cell + ",a@x.example," + cell + "\n");
    }
    assertThat(add(table.toString()).is(200).json().get("refused").asInt()).isZero();
    assertThat(names()).containsExactlyElementsOf(texts);
    var rows = read(http.get("/api/v1/clients/export").is(200).text());
    assertThat(rows).hasSize(texts.size());
    for (var row : rows) {
      for (var cell : List.of(row.get("name"), row.get("address"))) {
        assertThat(cell).doesNotMatch("(?s)[=+@\\-].*");
      }
    }
    assertThat(withoutApostrophes(rows.stream().map(row -> row.get("name")).toList()))
        .containsExactlyInAnyOrderElementsOf(withoutApostrophes(texts));
  }

  /** They are what keeps a spreadsheet from reading formulas. */
  private static List<String> withoutApostrophes(List<String> texts) {
    return texts.stream().map(text -> text.replace("'", "")).toList();
  }

  @Test
  void whatIsExportedIsWhatIsThere() {
    add("name,email,address\n'=1+1,a@x.example,\"12 rue\nDakar\"\n").is(200);
    var answer = http.get("/api/v1/clients/export").is(200);
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"clients.csv\"");
    var rows = read(answer.text());
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().get("name")).isEqualTo("'=1+1");
    assertThat(rows.getFirst().get("address")).isEqualTo("12 rue\nDakar");
    assertThat(names()).containsExactly("=1+1");
  }

  @Test
  void invoicesAreExportedInMajorUnitsAndFiltered() {
    doors.house().createInvoice(tenant, 1_180_000, null);
    var rows = read(http.get("/api/v1/invoices/export?status=sent").is(200).text());
    assertThat(rows).hasSize(1);
    var row = rows.getFirst();
    assertThat(row.get("total")).isEqualTo("1180000");
    assertThat(row.get("balance_due")).isEqualTo("1180000");
    assertThat(row.get("currency")).isEqualTo("XOF");
    assertThat(row.get("status")).isEqualTo("sent");
    assertThat(row.get("client")).isNotBlank();
    assertThat(read(http.get("/api/v1/invoices/export?status=paid").is(200).text())).isEmpty();
    http.get("/api/v1/invoices/export?sort=name").is(Type.INVALID_REQUEST);
  }

  @Test
  void whatIsMoreThanOneTableIsBehindALink() {
    doors
        .house()
        .sql()
        .sql(
            """
            insert into client (tenant_id, id, name, email, locale, created_at)
            select ?, gen_random_uuid(), 'C' || n, 'c@x.example', 'fr', now()
            from generate_series(1, 10001) n
            """)
        .param(tenant.id().value())
        .update();
    var first = http.get("/api/v1/clients/export").is(200);
    assertThat(read(first.text())).hasSize(10_000);
    var link = first.header("Link");
    var next = http.get(link.substring(1, link.indexOf('>'))).is(200);
    assertThat(read(next.text())).hasSize(1);
    assertThat(next.header("Link")).isEmpty();
    assertThat(read(first.text()))
        .extracting(row -> row.get("id"))
        .doesNotContain(read(next.text()).getFirst().get("id"));
  }
}
