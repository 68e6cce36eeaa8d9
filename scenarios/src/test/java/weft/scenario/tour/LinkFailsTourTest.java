package weft.scenario.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.result;
import static weft.scenario.cli.Invocation.weft;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/** What the user sees of a link that fails during the run, as the comment of the tour says. */
final class LinkFailsTourTest {

  private static final String NO_EXPECTATION = "expect={ max-fct: { max: 1h } }";

  private static Invocation run(String failures, String format) {
    return weft(
        "run",
        TourTest.file("C03-link-fails"),
        "--format=" + format,
        "--set",
        "network.failures=" + failures,
        "--set",
        NO_EXPECTATION);
  }

  @Test
  void theFlowThatUsedTheLinkGoesAroundAndTheOtherKeepsItsTime() {
    Invocation run = weft("run", TourTest.file("C03-link-fails"), "--format=csv");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            id,source,destination,size_bytes,start_us,finish_us,fct_us,slowdown
            first,0,2,1000000,0.000000,86.252800,86.252800,1.0118
            second,1,3,1000000,0.000000,321.196800,321.196800,3.7677
            """);
  }

  /** 245 packets of each, 106 of the second twice, which were all lost. */
  @Test
  void theResultNamesTheFailureAndWhatItCost() {
    JsonNode result = result(TourTest.file("C03-link-fails"));
    assertThat(result.get("failures").size()).isEqualTo(1);
    JsonNode failure = result.get("failures").get(0);
    assertThat(texts(failure.get("links"))).containsExactly("leaf-1 → spine-0", "spine-0 → leaf-1");
    assertThat(failure.get("atSeconds").asDouble()).isEqualTo(50e-6);
    assertThat(failure.get("convergedSeconds").asDouble()).isEqualTo(150e-6);
    assertThat(result.get("packets").get("sent").asInt()).isEqualTo(2 * 245 + 106);
    assertThat(result.get("packets").get("repeated").asInt()).isEqualTo(106);
    assertThat(result.get("packets").get("dropped").asInt()).isEqualTo(106);
    assertThat(result.get("warnings").size()).isZero();
  }

  @Test
  void theReportNamesItToo() {
    assertThat(weft("run", TourTest.file("C03-link-fails")).out())
        .contains(
            """
            Failure  at 50 µs · other paths from 150 µs · leaf-1 → spine-0
                     spine-0 → leaf-1
            """);
  }

  /** Both flows have lost their spine by then, and there is no third. */
  @Test
  void whoIsCutOffIsNamed() {
    Invocation run =
        run(
            "[{ cable: [leaf-1, spine-0], at: 50us }, { cable: [leaf-1, spine-1], at: 60us }]",
            "json");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "--set network.failures: no up-down path from node-0/gpu-0 to node-2/gpu-0, and none"
                + " over another GPU of their nodes; failed: 1 cable of leaf-1 and spine-0, 1 cable"
                + " of leaf-1 and spine-1. Maybe fewer of them.\n"
                + "1 problem, nothing was run.\n");
  }

  /** Cut off too, but only when the last byte has arrived. */
  @Test
  void whoIsDoneBeforeIsNotHarmed() {
    Invocation run = run("[{ cable: [node-3/gpu-0, leaf-1], at: 90us }]", "csv");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("second,1,3,1000000,0.000000,86.252800,86.252800,");
  }

  @Test
  void aFailureThatComesTooLateIsTold() {
    JsonNode result = run("[{ cable: [leaf-1, spine-0], at: 1s }]", "json").json();
    assertThat(result.get("simulatedSeconds").asDouble()).isEqualTo(86.2528e-6);
    assertThat(texts(result.get("warnings")))
        .containsExactly(
            "Nothing has failed at 1 s (network.failures): the run had ended by then.");
  }

  /** From the start there is nothing to converge. */
  @Test
  void failuresAreToldInTheOrderOfTheirTimes() {
    JsonNode failures =
        run("[{ cable: [leaf-0, spine-0], at: 70us }, { cable: [leaf-1, spine-0] }]", "json")
            .json()
            .get("failures");
    assertThat(texts(failures.get(0).get("links")))
        .containsExactly("leaf-1 → spine-0", "spine-0 → leaf-1");
    assertThat(failures.get(0).get("convergedSeconds").asDouble()).isZero();
    assertThat(failures.get(1).get("atSeconds").asDouble()).isEqualTo(70e-6);
    assertThat(failures.get(1).get("convergedSeconds").asDouble()).isEqualTo(170e-6);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }
}
