package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.result;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code network.library} of training and inference: collectives as the library does them. */
final class LibraryTest {

  private static final String FABRIC =
      """
      fabric: { leaf-spine: { node: dgx-a100, nodes: 4, nodes-per-unit: 2, spines: 8 } }
      """;

  private static final String SERVED =
      """
      workload:
        inference:
          model: gpt3-175b
          parallelism: { tensor: 32 }
          replicas: 1
          input-tokens: 128
          output-tokens: 8
          batch: 1
          prefill-batch: 1
          precision: fp16
      """;

  private static final String TRAINED =
      """
      workload:
        training:
          model: { hidden: 2048, layers: 4, heads: 16, vocabulary: 51200 }
          parallelism: { tensor: 8, data: 4 }
          global-batch: 8
          sequence: 1024
      """;

  @TempDir private Path folder;

  private Path scenario(String network, String workload) throws IOException {
    return Files.writeString(folder.resolve("my.yaml"), FABRIC + network + workload);
  }

  /** By operation and size, the algorithm and the mean time of each. */
  private static Map<String, JsonNode> collectives(Path file) {
    Map<String, JsonNode> collectives = new HashMap<>();
    for (JsonNode one : result(file).get("collectives")) {
      collectives.put(one.get("collective").asString() + " " + one.get("bytes").asLong(), one);
    }
    return collectives;
  }

  /** 8 rows of 12,288 numbers of 2 bytes: too small for 62 steps of a ring over four nodes. */
  @Test
  void smallAllReducesOfADecodeStepGoByTrees() throws IOException {
    Path file = scenario("network: { library: nccl-ampere }\n", SERVED);
    JsonNode small = collectives(file).get("all_reduce 24576");
    assertThat(small.get("algorithm").asString()).isEqualTo("tree");
    JsonNode ring = collectives(scenario("", SERVED)).get("all_reduce 24576");
    assertThat(ring.get("algorithm").asString()).isEqualTo("ring");
    assertThat(small.get("timeSeconds").asDouble())
        .isLessThan(0.5 * ring.get("timeSeconds").asDouble());
  }

  /** Who reads the figures of a model that is served sees who does the collectives. */
  @Test
  void theReportSaysWhoDoesTheCollectives() throws IOException {
    String rings = weft("run", scenario("", SERVED)).out().replaceAll("\\s+", " ");
    assertThat(rings)
        .contains(
            "Library none named: ring · Simple protocol, costs of network.step-overhead"
                + " network.library: nccl-ampere would choose algorithm and protocol");
    Path named = scenario("network: { library: nccl-ampere }\n", SERVED);
    assertThat(weft("run", named).out().replaceAll("\\s+", " "))
        .containsPattern("Library nccl-ampere: [a-z, ]*tree.{0,40} algorithm and protocol by size");
  }

  /** Each collective takes what it takes in a scan, with nobody else on its links. */
  @Test
  void aCollectiveOfAStepTakesWhatItTakesInAScan() throws IOException {
    String network = "network: { library: nccl-ampere }\n";
    JsonNode inStep = collectives(scenario(network, SERVED)).get("all_reduce 24576");
    String scan =
        "workload: { collective: { operation: all_reduce, begin: 24576B, end: 24576B } }\n";
    JsonNode alone = collectives(scenario(network, scan)).get("all_reduce 24576");
    assertThat(inStep.get("timeSeconds").asDouble())
        .isCloseTo(alone.get("timeSeconds").asDouble(), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"analytic", "flow"})
  void aTrainingStepIsDoneByTheLibrary(String model) throws IOException {
    Path file =
        scenario("network: { library: nccl-ampere, model: %s }\n".formatted(model), TRAINED);
    assertThat(weft("check", file).code()).isZero();
    assertThat(collectives(file).values())
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.get("timeSeconds").asDouble()).isPositive());
  }

  @Test
  void stepOverheadHasNoEffectThen() throws IOException {
    Path file =
        scenario("network: { library: nccl-ampere, step-overhead: { launch: 1us } }\n", TRAINED);
    assertThat(weft("check", file).err())
        .contains("network.step-overhead.launch: has no effect: the library that does the");
  }
}
