package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Results of the same scenario, folded and not. */
final class FoldedResults {

  private FoldedResults() {}

  /**
   * Asserts that they differ in nothing but the folding and what the engine did; returns the
   * former.
   */
  static JsonNode assertAlike(ObjectNode folded, ObjectNode plain, String what) {
    JsonNode folding = folded.remove("folding");
    plain.remove("folding");
    folded.remove("engine");
    plain.remove("engine");
    assertThat(folded).as(what).isEqualTo(plain);
    return folding;
  }
}
