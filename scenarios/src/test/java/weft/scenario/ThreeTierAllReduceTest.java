package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.result;
import static weft.scenario.cli.Invocation.tier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** All-reduce over a network in which every two nodes are in different pods. */
final class ThreeTierAllReduceTest {

  private static final String SCENARIO =
      """
      fabric:
        three-tier:
          node: dgx-h100
          nodes: 3
          wiring: rack
          nodes-per-unit: 1
          units-per-pod: 1
          spines-per-group: 4
          links-per-leaf-pair: 2
          cores-per-plane: 2
      workload:
        collective: { operation: all_reduce, begin: 64MiB, end: 64MiB }
      """;

  @TempDir private Path folder;

  /** What leaves a node goes up through all layers and down again: the same bytes in each tier. */
  @Test
  void everythingBetweenNodesPassesACore() throws IOException {
    JsonNode result = result(Files.writeString(folder.resolve("three.yaml"), SCENARIO));
    long bytes = tier(result, "node-leaf").get("bytes").asLong();
    assertThat(bytes).isPositive();
    assertThat(tier(result, "leaf-spine").get("bytes").asLong()).isEqualTo(bytes);
    assertThat(tier(result, "spine-core").get("bytes").asLong()).isEqualTo(bytes);
  }
}
