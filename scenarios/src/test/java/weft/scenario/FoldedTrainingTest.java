package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.cli.Invocation;

/** The whole printed result of a training step, folded and not: to the letter the same. */
@Tag("slow")
final class FoldedTrainingTest {

  private static final String SCENARIO =
      """
      fabric:
        leaf-spine:
          { node: dgx-h100, nodes: 16, nodes-per-unit: 4, spines: 4, links-per-pair: 2 }
      network: { routing: { policy: spray } }
      workload:
        training:
          model: { hidden: 1024, layers: 8, heads: 16, vocabulary: 1024 }
          parallelism: { tensor: 8, pipeline: 2, data: 8 }
          global-batch: 32
          sequence: 512
      """;

  /** Experts of a stage over 16 GPUs of two nodes, in steps of two stages. */
  private static final String EXPERTS =
      """
      fabric:
        leaf-spine:
          { node: dgx-h100, nodes: 4, nodes-per-unit: 2, spines: 4, links-per-pair: 2 }
      network: { routing: { policy: spray } }
      workload:
        training:
          model:
            hidden: 1024
            layers: 8
            heads: 16
            vocabulary: 1024
            experts: { count: 32, active: 2, shared: 1, ffn: 512 }
          parallelism: { tensor: 2, pipeline: 2, data: 8, expert: 16, expert-tensor: 1 }
          global-batch: 32
          sequence: 512
      """;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing wrong  | seed=2                                                | 8
          oversubscribed | fabric.leaf-spine.links-per-pair=1                    | 8
          a slow GPU     | workload.training.slow-gpus=[{ rank: 17, speed: 0.5 }]  | 32
          a failed cable | network.failures=[{ cable: [leaf-0-0, spine-0] }]     | 32
          """)
  void printsTheSame(String what, String setting, int classes) throws IOException {
    JsonNode folding = assertAlike(SCENARIO, what, setting);
    assertThat(folding.get("ranks").asInt()).isEqualTo(128);
    assertThat(folding.get("classes").asInt()).as(folding.toString()).isLessThanOrEqualTo(classes);
  }

  /**
   * Gradients go round rings over the links of the exchange, so all ranks differ by their distance
   * from what is broken.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing wrong  | seed=2                                                | 4
          oversubscribed | fabric.leaf-spine.links-per-pair=1                    | 4
          one leaf       | fabric.leaf-spine.nodes-per-unit=4                    | 4
          four nodes     | workload.training.parallelism={ tensor: 2, data: 16, expert: 32, expert-tensor: 1 } | 4
          a slow GPU     | workload.training.slow-gpus=[{ rank: 17, speed: 0.5 }] | 32
          a failed cable | network.failures=[{ cable: [leaf-0-0, spine-0] }]     | 32
          uneven routing | workload.training.expert-imbalance=1.5                | 32
          """)
  void printsTheSameWithExperts(String what, String setting, int classes) throws IOException {
    JsonNode folding = assertAlike(EXPERTS, what, setting);
    assertThat(folding.get("ranks").asInt()).isEqualTo(32);
    assertThat(folding.get("classes").asInt()).as(folding.toString()).isEqualTo(classes);
  }

  private JsonNode assertAlike(String scenario, String what, String setting) throws IOException {
    Path file = Files.writeString(folder.resolve("step.yaml"), scenario);
    List<String> arguments =
        new ArrayList<>(
            List.of("run", file.toString(), "--format", "json", "--set", "checking=audit"));
    arguments.addAll(List.of("--set", setting));
    ObjectNode folded = run(arguments);
    arguments.addAll(List.of("--set", "network.flow.folding=off"));
    ObjectNode plain = run(arguments);
    return FoldedResults.assertAlike(folded, plain, what);
  }

  private static ObjectNode run(List<String> arguments) {
    Invocation run = Invocation.weft(arguments.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return (ObjectNode) run.json();
  }
}
