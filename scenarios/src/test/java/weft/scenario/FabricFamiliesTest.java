package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.result;
import static weft.scenario.cli.Invocation.tier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A small all-reduce over each of the Clos families that are shipped as examples. */
@Tag("slow")
final class FabricFamiliesTest {

  /**
   * A ring of n ranks carries 2 (n − 1)/n of the size over every edge, and of all rings together
   * each node's share leaves it once and enters it once.
   */
  @ParameterizedTest
  @CsvSource({
    "leaf-spine, 4, 32",
    "three-tier, 8, 64",
    "fat-tree, 16, 128",
    "superpod-b300, 8, 64",
    "nvl72, 2, 144",
    "rail-optimized, 16, 128",
    "rail-only, 8, 64",
    "multi-plane, 16, 128",
    "multi-plane-deepseek, 72, 576",
    "dual-tor, 16, 128",
  })
  void carriesWhatTheClosedFormSays(String name, int nodes, int gpus) {
    JsonNode result = result(REPOSITORY.resolve("scenarios/fabrics/" + name + ".yaml"));
    JsonNode size = result.get("collectives").get(0);
    long bytes = size.get("bytes").asLong();
    assertThat(bytes).isEqualTo(64L << 20);
    assertThat(size.get("busbwGBps").asDouble()).isPositive();
    assertThat(tier(result, "node-leaf").get("bytes").asDouble())
        .isCloseTo(
            2.0 * nodes * 2 * (gpus - 1) / gpus * bytes,
            org.assertj.core.data.Percentage.withPercentage(0.01));
  }

  /**
   * Of eight GPUs four have a NIC below their PCIe switch; the others send over one that has. What
   * 64 pairs of GPUs send each way leaves one node and enters the other.
   */
  @ParameterizedTest
  @CsvSource({"rail, flow", "rail, analytic", "rack, flow", "rack, packet"})
  void gpusWithoutANicOfTheirSwitchAreServed(String wiring, String model, @TempDir Path folder)
      throws IOException {
    Path scenario =
        Files.writeString(
            folder.resolve("my.yaml"),
            """
            fabric:
              leaf-spine: { node: a100-pcie-8, nodes: 2, nodes-per-unit: 1, spines: 1, wiring: %s }
            network: { model: %s }
            workload: { flows: { all-to-all: { size: 10kB } } }
            """
                .formatted(wiring, model));
    JsonNode result = result(scenario);
    assertThat(result.get("flows").get("count").asInt()).isEqualTo(16 * 15);
    assertThat(tier(result, "node-leaf").get("bytes").asDouble())
        .isCloseTo(2.0 * 64 * 2 * 10_000, org.assertj.core.data.Percentage.withPercentage(10));
  }
}
