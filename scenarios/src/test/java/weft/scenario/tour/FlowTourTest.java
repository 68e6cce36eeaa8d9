package weft.scenario.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.result;

import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/** The lists of flows of the tour, as their comments work them out. */
final class FlowTourTest {

  static final Set<String> STATIONS = Set.of("C01-incast", "C02-flow-list", "C03-link-fails");

  @Test
  void anIncastSharesTheLastLink() {
    JsonNode flows = result(TourTest.file("C01-incast")).get("flows");
    assertThat(flows.get("count").asInt()).isEqualTo(3);
    assertThat(flows.get("completionSeconds").get("min").asDouble()).isEqualTo(62e-6);
    assertThat(flows.get("completionSeconds").get("max").asDouble()).isEqualTo(62e-6);
    assertThat(flows.get("slowdown").get("mean").asDouble()).isEqualTo(2.81818181818);
  }

  @Test
  void withoutContentionEachIsAlone() {
    JsonNode flows =
        result(
                TourTest.file("C01-incast"),
                "--set",
                "network.model=analytic",
                "--set",
                "expect={ max-fct: { min: 22us, max: 22us } }")
            .get("flows");
    assertThat(flows.get("slowdown").get("max").asDouble()).isEqualTo(1);
  }

  @Test
  void aListHasARowForEachFlow() {
    Invocation run =
        Invocation.weft("run", TourTest.file("C02-flow-list"), "--format=csv", "--quiet");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            id,source,destination,size_bytes,start_us,finish_us,fct_us,slowdown
            first,0,2,1000000,0.000000,32.000000,32.000000,1.4545
            later,1,2,1000000,10.000000,42.000000,32.000000,1.4545
            """);
  }

  @Test
  void theReportSumsThemUp() {
    Invocation run = Invocation.weft("run", TourTest.file("C01-incast"));
    assertThat(run.out())
        .contains(
            """
            3 flows · 3 MB
                                 min   mean  median   99 %    max
              completion time  62 µs  62 µs   62 µs  62 µs  62 µs
              slowdown          2.82   2.82    2.82   2.82   2.82
            """);
  }

  /** Three at a third of the rate of one port, for 60 µs each. */
  @Test
  void theReportSaysWhatLimitedTheirRates() {
    assertThat(Invocation.weft("run", TourTest.file("C01-incast")).out())
        .contains(
            """
            Rates limited by  share  summed  longest by
              GPU–switch      100 %  180 µs  switch → gpu-0
            """);
  }

  @Test
  void anExpectationThatIsMissedIsTold() {
    Invocation run =
        Invocation.weft(
            "run",
            TourTest.file("C01-incast"),
            "--set",
            "expect={ mean-fct: { max: 61us }, max-fct: { min: 63us } }");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("expect.mean-fct: 62.00 us, but at most 61.00 us is expected.")
        .contains("expect.max-fct: 62.00 us, but at least 63.00 us is expected.");
  }
}
