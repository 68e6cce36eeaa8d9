package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/** What a scenario may ask of a collective, simulated as it asks. */
final class CollectiveWaysTest {

  private static final Path FILE =
      Path.of("src/test/resources/weft/scenario/golden/collective.yaml");

  private static JsonNode collective(String... settings) {
    String[] all = new String[settings.length + 2];
    System.arraycopy(settings, 0, all, 2, settings.length);
    all[0] = "--set";
    all[1] = "workload.collective.end=100kB";
    return Invocation.result(FILE, (Object[]) all).get("collectives").get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "all_reduce, tree",
    "all_reduce, halving-doubling",
    "all_reduce, hierarchical",
    "all_reduce, nvls-tree",
    "all_gather, bruck",
    "all_gather, pat",
    "reduce_scatter, pat",
    "broadcast, ring",
    "reduce, ring",
    "alltoall, direct",
    "alltoall, pairwise",
    "alltoall, pxn",
    "gather, direct",
    "scatter, direct",
    "sendrecv, direct",
    "barrier, tree"
  })
  void whatIsAskedForIsSimulated(String operation, String algorithm) {
    JsonNode collective =
        collective(
            "--set",
            "workload.collective.operation=" + operation,
            "--set",
            "workload.collective.algorithm=" + algorithm);
    assertThat(collective.get("collective").asString()).isEqualTo(operation);
    assertThat(collective.get("algorithm").asString()).isEqualTo(algorithm);
    assertThat(collective.get("timeSeconds").asDouble()).isBetween(1e-6, 0.1);
  }

  @Test
  void aNamedLibraryChooses() {
    String choice = collective("--set", "network.library=nccl-hopper").get("algorithm").asString();
    assertThat(choice).isEqualTo("tree");
  }

  @Test
  void protocolsDiffer() {
    double ll =
        collective("--set", "workload.collective.protocol=ll").get("timeSeconds").asDouble();
    double simple =
        collective("--set", "workload.collective.protocol=simple").get("timeSeconds").asDouble();
    assertThat(ll).isNotEqualTo(simple);
  }
}
