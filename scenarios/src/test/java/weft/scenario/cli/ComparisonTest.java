package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Comparison files, of an incast of three flows that take 62 µs each. */
final class ComparisonTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeScenario() throws IOException {
    write(
        "incast.yaml",
        """
        fabric: { single-switch: { gpus: 4, gpu: h100, rate: 400Gbps, latency: 1us } }
        workload: { flows: { incast: { size: 1MB, senders: 3 } } }
        """);
    write("expected.csv", "# A comment.\nid,fct\n3,62us\n2,62.0us\n1,62us\n");
    write("other.csv", "id,fct\n1,62us\n2,62us\n3,31us\n");
  }

  @Test
  void whatIsNearEnoughIsDone() throws IOException {
    write(
        "my.yaml",
        """
        runs:
          - { scenario: incast.yaml, fct: expected.csv, tolerance: { mean: 0, ks: 0, flow: 0 } }
          - { scenario: incast.yaml, fct: other.csv }
        """);
    Invocation run = weft("run", folder.resolve("my.yaml"));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).endsWith("my: 2 runs compared with what is expected, all near enough\n");
    assertThat(weft("check", folder.resolve("my.yaml")).out())
        .endsWith("my is a valid comparison.\n");
  }

  /** Mean 62 of (62 + 62 + 31)/3 = 51.67: 20 % too slow. */
  @Test
  void whatIsTooFarOffIsToldFirstAndByTheExitCode() throws IOException {
    write(
        "my.yaml",
        """
        name: mine
        runs:
          - { scenario: incast.yaml, fct: expected.csv, tolerance: { mean: 0 } }
          - { scenario: incast.yaml, fct: other.csv, tolerance: { mean: 0.19, max: 0 } }
        """);
    Invocation run = weft("run", folder.resolve("my.yaml"), "--format=csv");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines().skip(1).findFirst().orElseThrow())
        .isEqualTo("incast,3,51.7,62.0,62.0,62.0,62.0,62.0,62.0,62.0,1.000000,0.3333,mean");
    JsonNode json = weft("run", folder.resolve("my.yaml"), "--format=json").json();
    assertThat(json.get("runs").get(0).get("misses").get(0).asString()).isEqualTo("mean");
  }

  /** Alone each takes 22 µs. */
  @Test
  void settingsAreForAllScenarios() throws IOException {
    write("my.yaml", "runs: [ { scenario: incast.yaml, fct: expected.csv } ]\n");
    Invocation run =
        weft("run", folder.resolve("my.yaml"), "--set", "network.model=analytic", "--format=csv");
    assertThat(run.out()).contains("incast,3,62.0,22.0,");
  }

  @Test
  void everyMistakeIsTold() throws IOException {
    write(
        "my.yaml",
        """
        run:
        runs:
          - { scenario: incast.yml, fct: expected.cvs, tolerance: { mean: 2%, kss: 0.1 } }
          - { fct: folder }
        """);
    assertMistakes(
        """
        my.yaml:1:1: unknown key "run". Maybe runs.
        my.yaml:3:17: runs.0.scenario: there is no file incast.yml. Maybe incast.yaml.
        my.yaml:3:34: runs.0.fct: there is no file expected.cvs. Maybe expected.csv.
        my.yaml:3:67: runs.0.tolerance.mean: "2%" is not a plain number. Maybe 0.02.
        my.yaml:3:71: runs.0.tolerance: unknown key "kss". Maybe ks.
        my.yaml:4:5: runs.1: the key "scenario" is missing. Maybe scenario: my.yaml.
        my.yaml:4:12: runs.1.fct: there is no file folder.
        7 problems, nothing was run.
        """);
  }

  @Test
  void whatIsExpectedMustBeInOrder() throws IOException {
    write("my.yaml", "runs: [ { scenario: incast.yaml, fct: expected.csv } ]\n");
    write("expected.csv", "id,fct\n1,62\n1,3us\n1,3us\n2\n");
    assertMistakes(
        """
        expected.csv:2:3: fct: "62" has no unit. Maybe 62us.
        expected.csv:4:1: id: "1" is there twice.
        expected.csv:5:1: has 1 fields, but the header has 2.
        3 problems, nothing was run.
        """);
    write("expected.csv", "id;fct\n");
    assertMistakes("expected.csv:1:1: the columns are not id,fct.\n1 problem, nothing was run.\n");
    write("expected.csv", "id,fct\n");
    assertMistakes("expected.csv:1:1: holds no flow.\n1 problem, nothing was run.\n");
    write("expected.csv", "id,fct\n1,2us\n");
    assertMistakes(
        "expected.csv: tells of 1 flows, but incast.yaml has 3.\n1 problem, nothing was run.\n");
    write("expected.csv", "id,fct\n1,2us\n2,2us\n4,2us\n");
    assertMistakes(
        "expected.csv: does not tell of flow 3 of incast.yaml.\n1 problem, nothing was run.\n");
  }

  @Test
  void scenariosMustBeInOrderAndOfFlows() throws IOException {
    write(
        "my.yaml",
        """
        runs:
          - { scenario: incast.yaml, fct: expected.csv }
          - { scenario: bad.yaml, fct: expected.csv }
          - { scenario: ring.yaml, fct: expected.csv }
        """);
    write("bad.yaml", "fabric: { single-switch: { gpus: 4 } }\n");
    write(
        "ring.yaml",
        """
        fabric: { single-switch: { gpus: 4, gpu: h100, rate: 400Gbps, latency: 1us } }
        workload: { collective: { operation: all_reduce, begin: 1MiB } }
        """);
    Invocation run = weft("run", folder.resolve("my.yaml"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("bad.yaml:1:11: fabric.single-switch: the key \"gpu\" is missing.")
        .contains("ring.yaml: has no flows to compare.");
  }

  private static final String RING =
      """
      fabric: { superpod: { node: dgx-h100, scalable-units: 1, nodes: 1 } }
      workload: { collective: { operation: all_reduce, algorithm: ring, begin: 1MiB, end: 1GiB } }
      """;

  /** Times of a collective by size, by run and by range of sizes. */
  @Test
  void timesOfCollectives() throws IOException {
    write("ring.yaml", RING);
    write("times.csv", "size,time\n1048576,50us\n1073741824,1s\n");
    write(
        "my.yaml",
        """
        scored: predicted
        regions: [ { from: 64MiB, mean: 0.1 }, { to: 64MiB, mean: 0.9 } ]
        runs: [ { scenario: ring.yaml, times: times.csv, tolerance: { mean: 0.9 } } ]
        """);
    Invocation run = weft("run", folder.resolve("my.yaml"));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("≥ 67.1 MB     1      99.5 %   10.0 %  mean")
        .endsWith("my: 1 run compared with what is expected, 1 too far off\n");
    assertThat(weft("run", folder.resolve("my.yaml"), "--format=csv").out())
        .startsWith(
            "run,size_bytes,algorithm,expected_us,predicted_us,error\nring,1048576,ring ll");
    JsonNode json = weft("run", folder.resolve("my.yaml"), "--format=json").json();
    assertThat(json.get("scored").asString()).isEqualTo("predicted");
    assertThat(json.get("regions").get(0).get("misses").asBoolean()).isTrue();
    assertThat(json.get("runs").get(0).get("sizes").size()).isEqualTo(2);
  }

  /** The simulation comes first, and decides; what is predicted stands beside it. */
  @Test
  void bothTimesOfCollectives() throws IOException {
    write("ring.yaml", RING);
    write("times.csv", "size,time\n1048576,120us\n1073741824,5.5ms\n");
    write(
        "my.yaml",
        """
        scored: both
        regions: [ { from: 64MiB, mean: 0.2 } ]
        runs: [ { scenario: ring.yaml, times: times.csv, tolerance: { mean: 0.5 } } ]
        """);
    JsonNode json = weft("run", folder.resolve("my.yaml"), "--format=json").json();
    JsonNode size = json.get("runs").get(0).get("sizes").get(0);
    assertThat(size.get("algorithm").asString()).isEqualTo("ring");
    assertThat(size.get("simulatedSeconds").asDouble())
        .isGreaterThan(1.1 * size.get("predictedSeconds").asDouble());
    assertThat(weft("run", folder.resolve("my.yaml")).out())
        .contains("mean error", "predicted", "times as simulated; predicted: ");
    assertThat(weft("run", folder.resolve("my.yaml"), "--format=csv").out())
        .startsWith(
            "run,size_bytes,algorithm,expected_us,simulated_us,error,predicted_us,predicted_error\n");
  }

  @Test
  void timesOfCollectivesMustBeInOrder() throws IOException {
    write("ring.yaml", RING);
    write("my.yaml", "runs: [ { scenario: ring.yaml, times: times.csv } ]\n");
    write("times.csv", "size,time\n1MiB,50us\n1048576,50us\n1048576,50us\n");
    assertMistakes(
        """
        times.csv:2:1: size: "1MiB" is no whole number of bytes. Maybe 1048576.
        times.csv:4:1: size: "1048576" is there twice.
        2 problems, nothing was run.
        """);
    write("times.csv", "size,time\n1000000,50us\n");
    assertMistakes(
        "times.csv: has a size of 1000000 bytes that ring.yaml does not scan. Maybe another begin,"
            + " end or factor.\n1 problem, nothing was run.\n");
    write("times.csv", "size,time\n1048576,50us\n");
    write("my.yaml", "runs: [ { scenario: incast.yaml, times: times.csv } ]\n");
    assertMistakes(
        """
        incast.yaml: has no collective to compare. Maybe workload: { collective: … }.
        1 problem, nothing was run.
        """);
    write(
        "my.yaml",
        """
        regions: [ { from: 64MiB } ]
        runs:
          - { scenario: incast.yaml }
          - { scenario: incast.yaml, fct: expected.csv, times: times.csv }
          - { scenario: incast.yaml, fct: expected.csv }
        """);
    assertMistakes(
        """
        my.yaml: runs.0: says nothing to compare with. Maybe fct, for flows, times, for a collective, or step or budget, for a training.
        my.yaml: runs.1: has both fct and times. Maybe two runs.
        my.yaml: runs: mix flows and collectives. Maybe two files.
        3 problems, nothing was run.
        """);
  }

  private static final String STEP =
      """
      fabric: { single-switch: { gpus: 1, gpu: h100, rate: 400Gbps, latency: 1us } }
      workload:
        training: { model: mpt-125m, parallelism: { tensor: 1 }, global-batch: 8, sequence: 512 }
      """;

  /** Twice the batch takes less than twice as long, since a step does some things once. */
  @Test
  void stepsAreComparedByTheirTimeAndByGroup() throws IOException {
    write("step.yaml", STEP);
    double seconds =
        weft("run", folder.resolve("step.yaml"), "--format=json")
            .json()
            .get("step")
            .get("timeSeconds")
            .asDouble();
    long stepPs = Math.round(seconds * 1e12);
    write(
        "my.yaml",
        """
        groups: [ { name: g, error: 0.3 } ]
        runs:
          - { scenario: step.yaml, step: %dps, group: g, tolerance: { step: 0 } }
          - scenario: step.yaml
            step: %dps
            group: g
            label: twice
            set: [ workload.training.global-batch=16 ]
        """
            .formatted(stepPs, stepPs));
    Invocation run = weft("run", folder.resolve("my.yaml"), "--format=json");
    assertThat(run.err()).isEmpty();
    JsonNode json = run.json();
    assertThat(json.get("steps").get(0).get("run").asString()).isEqualTo("twice");
    assertThat(json.get("steps").get(0).get("error").asDouble()).isBetween(0.5, 1.0);
    assertThat(json.get("steps").get(1).get("error").asDouble()).isZero();
    JsonNode group = json.get("groups").get(0);
    double twice = json.get("steps").get(0).get("error").asDouble();
    assertThat(group.get("meanAbsoluteError").asDouble()).isEqualTo(twice / 2);
    boolean misses = twice / 2 > 0.3;
    assertThat(group.get("misses").asBoolean()).isEqualTo(misses);
    assertThat(run.code()).isEqualTo(misses ? 1 : 0);
  }

  private static final String SERIES =
      """
      scaling: %s
      runs:
        - { scenario: step.yaml, step: 100ms, series: s }
        - scenario: step.yaml
          step: 103ms
          series: s
          set:
            - fabric.single-switch.gpus=2
            - "workload.training.parallelism={ tensor: 1, data: 2 }"
            - workload.training.global-batch=%d
      """;

  /** Expected is 3 % more on two GPUs; simulated, what the exchange of gradients takes. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void aSeriesIsHeldToItsChange(double scaling) throws IOException {
    write("step.yaml", STEP);
    write("my.yaml", SERIES.formatted(scaling, 16));
    Invocation run = weft("run", folder.resolve("my.yaml"), "--format=json");
    assertThat(run.err()).isEmpty();
    double one = simulated(run.json(), 1);
    double two = simulated(run.json(), 2);
    JsonNode series = run.json().get("scaling").get(0);
    assertThat(series.get("series").asString()).isEqualTo("s");
    assertThat(series.get("fewestGpus").asInt()).isEqualTo(1);
    assertThat(series.get("mostGpus").asInt()).isEqualTo(2);
    assertThat(series.get("expectedChange").asDouble()).isCloseTo(0.03, within(1e-12));
    assertThat(series.get("simulatedChange").asDouble())
        .isCloseTo(two / one - 1, within(1e-9))
        .isPositive();
    assertThat(series.get("misses").asBoolean()).isEqualTo(scaling == 0);
    assertThat(run.code()).isEqualTo(scaling == 0 ? 1 : 0);
    assertThat(weft("run", folder.resolve("my.yaml")).out()).contains("1 → 2    +3.0 %");
  }

  private static double simulated(JsonNode json, int gpus) {
    for (JsonNode step : json.get("steps")) {
      if (step.get("gpus").asInt() == gpus) {
        return step.get("simulatedSeconds").asDouble();
      }
    }
    throw new AssertionError("no step on " + gpus);
  }

  @Test
  void aSeriesIsOfTheSameStep() throws IOException {
    write("step.yaml", STEP);
    write("my.yaml", SERIES.formatted(0.1, 8));
    assertThat(weft("run", folder.resolve("my.yaml")).err())
        .contains(
            "step is no run of the series s: it has 4096 tokens for 2 GPUs, step has 4096 for 1."
                + " Maybe another series.");
    write(
        "my.yaml",
        """
        scaling: 0.1
        runs:
          - { scenario: step.yaml, step: 100ms, series: s }
          - { scenario: step.yaml, step: 100ms }
        """);
    assertMistakes(
        """
        my.yaml: runs.0.series: s has this run only, which changes to nothing. Maybe another run of it.
        1 problem, nothing was run.
        """);
    write("my.yaml", "{ scaling: 0.1, runs: [ { scenario: step.yaml, step: 100ms } ] }\n");
    assertMistakes(
        """
        my.yaml: scaling: is for series of runs, but no run has a series.
        1 problem, nothing was run.
        """);
  }

  /** 420 ZFLOP in a week at 1,600 TFLOP/s × 0.3: 1,447 GPUs. */
  @Test
  void budgetsSayHowManyGpus() throws IOException {
    write("step.yaml", STEP);
    write(
        "my.yaml",
        """
        runs:
          - scenario: step.yaml
            budget: { zflop: 420, tflops: 1600, utilization: 0.3, printed: 1448, gpus: 1000 }
        """);
    Invocation run = weft("run", folder.resolve("my.yaml"), "--format=json");
    JsonNode budget = run.json().get("budgets").get(0);
    assertThat(budget.get("formulaGpus").asInt()).isEqualTo(1_447);
    double rate = budget.get("tflopsPerGpu").asDouble() * 1e12;
    assertThat(budget.get("simulatedGpus").asLong())
        .isEqualTo((long) Math.ceil(420e21 / (rate * 7 * 86_400)));
    assertThat(budget.get("simulatedDays").asDouble())
        .isCloseTo(420e21 / (rate * 1_000 * 86_400), within(1e-3));
    assertThat(weft("run", folder.resolve("my.yaml")).out())
        .contains("printed contradicts its formula");
  }

  @Test
  void daysOfBudgetsHaveCommasAndASingular() throws IOException {
    write("step.yaml", STEP);
    write(
        "my.yaml",
        """
        runs:
          - scenario: step.yaml
            budget: { zflop: 1000000, tflops: 1600, utilization: 0.3, gpus: 1 }
        """);
    assertThat(weft("run", folder.resolve("my.yaml")).out())
        .containsPattern("\\d,\\d{3},\\d{3} days on 1 GPU *\\n");
  }

  @Test
  void budgetsAreOfSomething() throws IOException {
    write("step.yaml", STEP);
    write(
        "my.yaml",
        """
        runs:
          - { scenario: step.yaml, budget: { zflop: 0, tflops: 1, utilization: 0.0001 } }
          - { scenario: step.yaml, budget: { zflop: 0.001, tflops: 1, utilization: 0.001 } }
        """);
    assertMistakes(
        """
        my.yaml:2:45: runs.0.budget.zflop: 0 is too small: the least is 0.001. Maybe 420.
        my.yaml:2:72: runs.0.budget.utilization: 0.0001 is too small: the least is 0.001. Maybe 0.3.
        2 problems, nothing was run.
        """);
    write(
        "my.yaml",
        "runs: [ { scenario: step.yaml, budget: { zflop: 1, tflops: 0, utilization: 1 } } ]\n");
    assertMistakes(
        """
        my.yaml:1:60: runs.0.budget.tflops: 0 is too small: the least is 1.
        1 problem, nothing was run.
        """);
  }

  /** What is wrong with a setting for all of them is said once. */
  @Test
  void settingsAreNotOfTheComparison() throws IOException {
    write(
        "my.yaml",
        """
        runs:
          - { scenario: incast.yaml, fct: expected.csv }
          - { scenario: incast.yaml, fct: expected.csv, label: again }
        """);
    Path file = folder.resolve("my.yaml");
    assertThat(weft("run", file, "--set", "runs.0.budget.zflop=-1").err())
        .isEqualTo(
            """
            --set runs.0.budget.zflop: runs is a key of the comparison, but --set goes to each of its scenarios. Maybe change it in the file.
            1 problem, nothing was run.
            """);
    assertThat(weft("check", file, "--set", "scaling=0.1").code()).isEqualTo(2);
    assertThat(weft("run", file, "--set", "netwrok.model=flow").err())
        .isEqualTo(
            """
            --set netwrok.model: unknown key "netwrok". Maybe network.
            1 problem, nothing was run.
            """);
  }

  @Test
  void aRunIsComparedInOneWay() throws IOException {
    write("step.yaml", STEP);
    write(
        "my.yaml",
        """
        groups: [ { name: g, error: 0.3 } ]
        runs:
          - { scenario: step.yaml }
          - { scenario: step.yaml, budget: { zflop: 1, tflops: 1, utilization: 1 }, fct: expected.csv }
        """);
    assertMistakes(
        """
        my.yaml: runs.0: says nothing to compare with. Maybe fct, for flows, times, for a collective, or step or budget, for a training.
        my.yaml: runs.1: has both fct and budget. Maybe two runs.
        my.yaml: runs: mix flows and budgets. Maybe two files.
        my.yaml: groups: are for training steps, but no run has a step.
        4 problems, nothing was run.
        """);
    write("my.yaml", "runs: [ { scenario: incast.yaml, step: 1s } ]\n");
    assertMistakes(
        """
        incast.yaml: has no step to compare. Maybe workload: { training: … }.
        1 problem, nothing was run.
        """);
  }

  @Test
  void filesAreForSingleScenarios() throws IOException {
    write("my.yaml", "runs: [ { scenario: incast.yaml, fct: expected.csv } ]\n");
    Invocation run = weft("run", folder.resolve("my.yaml"), "--out", folder.resolve("out"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("--out: is for a single scenario.");
  }

  private void assertMistakes(String expected) {
    for (String verb : new String[] {"run", "check"}) {
      Invocation run = weft(verb, folder.resolve("my.yaml"));
      assertThat(run.err().replace(folder + "/", "")).isEqualTo(expected);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
