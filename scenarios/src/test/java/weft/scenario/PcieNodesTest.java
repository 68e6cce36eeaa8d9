package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Nodes without NVLink, whose GPUs reach each other and their NICs over the same lanes. */
final class PcieNodesTest {

  @TempDir private Path folder;

  private JsonNode collective(String algorithm, String size) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pcie.yaml"),
            """
            fabric: { leaf-spine: { nodes: 8, node: a100-pcie-8, nodes-per-unit: 8, spines: 1 } }
            network: { library: nccl-ampere }
            workload: { collective: { operation: all_reduce, begin: %s, algorithm: %s } }
            """
                .formatted(size, algorithm));
    return weft("run", file, "--format", "json").json().get("collectives").get(0);
  }

  private double seconds(String algorithm, String size) throws IOException {
    return collective(algorithm, size).get("timeSeconds").asDouble();
  }

  /** What the library prefers is faster in the simulation, too. */
  @Test
  void theLibraryChoosesWhatIsFaster() throws IOException {
    assertThat(collective("auto", "256MiB").get("algorithm").asString()).isEqualTo("ring");
    assertThat(seconds("ring", "256MiB")).isLessThan(seconds("tree", "256MiB"));
    assertThat(collective("auto", "1MiB").get("algorithm").asString()).isEqualTo("tree");
    assertThat(seconds("tree", "1MiB")).isLessThan(seconds("ring", "1MiB"));
  }
}
