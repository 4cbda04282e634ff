package com.quittance.billing.infrastructure.web;

import com.quittance.billing.domain.Refused;
import com.quittance.http.JsonBody;
import com.quittance.http.Problem;
import com.quittance.http.ProblemJson;
import com.quittance.idempotency.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Does many of the same in one transaction; one that is refused spoils no other. */
final class RowByRow {

  /** In one request. */
  static final int MOST = 1_000;

  private static final JsonMapper JSON = new JsonMapper();

  private RowByRow() {}

  /**
   * The published JSON: one answer for each row. A change here is a change of the API.
   *
   * @param data for each its {@code index} and {@code status}, and what was made or the {@code
   *     problem}
   */
  record BulkJson(int created, int refused, List<ObjectNode> data) {}

  /**
   * @param request the id of the request
   * @param create makes one and tells of it; refuses before it has changed anything
   * @return not kept when all were refused, as what is refused alone is not
   */
  static Answer create(
      List<JsonBody> rows, String request, BiConsumer<JsonBody, ObjectNode> create) {
    var results = new ArrayList<ObjectNode>();
    var created = 0;
    for (var row : rows) {
      var result = JSON.createObjectNode().put("index", results.size()).put("status", 201);
      try {
        create.accept(row, result);
        created++;
      } catch (Refused refused) {
        refuse(result, Refusals.problem(refused).below(row.path()), request);
      } catch (Problem refused) {
        refuse(result, refused, request);
      }
      results.add(result);
    }
    var answer = Answer.ok(new BulkJson(created, results.size() - created, results));
    return created == 0 ? answer.unkept() : answer;
  }

  private static void refuse(ObjectNode result, Problem problem, String request) {
    result.put("status", problem.type().status());
    result.set("problem", ProblemJson.body(problem, request));
  }
}
