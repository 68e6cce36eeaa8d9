package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/** What a scenario may ask of a collective, simulated as it asks. */
@Tag("slow")
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
    "sendrecv, direct"
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

  /** One float however large a range is asked for, which is said to have no effect. */
  @Test
  void aBarrierHasNoSize() {
    Invocation run =
        Invocation.weft(
            "run",
            FILE,
            "--format=json",
            "--set=workload.collective.operation=barrier",
            "--set=workload.collective.algorithm=tree",
            "--set=workload.collective.begin=128MiB",
            "--set=workload.collective.end=1GiB");
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("workload.collective.begin: warning: has no effect: a barrier has no size.");
    JsonNode collectives = run.json().get("collectives");
    assertThat(collectives.size()).isEqualTo(1);
    assertThat(collectives.get(0).get("algorithm").asString()).isEqualTo("tree");
    assertThat(collectives.get(0).get("bytes").asLong()).isEqualTo(4);
    assertThat(collectives.get(0).get("timeSeconds").asDouble()).isBetween(1e-6, 1e-3);
  }

  /** In the CSV each row says how, above the table stands where it changes. */
  @Test
  void theWayOfEachSizeIsNamed() {
    String library = "network.library=nccl-hopper";
    String text = Invocation.weft("run", FILE, "--set", library).out();
    assertThat(text).containsPattern("\n# tree ll to [^\n]*\n#   then [^\n]*\n");
    String csv = Invocation.weft("run", FILE, "--set", library, "--format=csv").out();
    assertThat(csv.lines().skip(1).findFirst().orElseThrow()).startsWith("all_reduce,tree,ll,48,");
  }

  @Test
  void aNamedLibraryChooses() {
    String choice = collective("--set", "network.library=nccl-hopper").get("algorithm").asString();
    assertThat(choice).isEqualTo("tree");
  }

  /** In the switches each GPU's data goes up once and comes down once, not twice round a ring. */
  @Test
  void switchesReduceWhereTheyCan() {
    String[] inNetwork = {
      "--set", "workload.collective.algorithm=in-network",
      "--set", "network.in-network-reduction=on"
    };
    assertThat(collective(inNetwork).get("algorithm").asString()).isEqualTo("in-network");
    Invocation without =
        Invocation.weft("check", FILE, "--set", "workload.collective.algorithm=in-network");
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("and the fabric has none. Maybe ");
  }

  /** The GPUs 0 to 2 of the first node and 8 of the second: a group of unequal nodes. */
  @Test
  void someGpusTakePart() {
    JsonNode some = collective("--set", "workload.collective.gpus=[0, 1, 2, 8]");
    assertThat(some.get("ranks").asInt()).isEqualTo(4);
    Invocation wrong =
        Invocation.weft(
            "check",
            FILE,
            "--set",
            "workload.collective.gpus=[0, 1, 1, 48]",
            "--set",
            "workload.collective.ranks=2");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains(
            "workload.collective.ranks: says how many take part, and gpus which. Maybe gpus alone.",
            "workload.collective.gpus.2: is 1, which is there already.",
            "workload.collective.gpus.3: is 48, but the fabric has the GPUs 0 … 47. Maybe 47.");
  }

  /** Alone in the first node, rank 0 has no NVLink to go by, but the others do. */
  @Test
  void theFirstRankMayBeAloneInItsNode() {
    String[] library = {"--set", "network.library=nccl-hopper", "--set"};
    String[] first = {library[0], library[1], library[2], "workload.collective.gpus=[0, 8, 9]"};
    String[] last = {library[0], library[1], library[2], "workload.collective.gpus=[8, 9, 0]"};
    double alone = collective(first).get("timeSeconds").asDouble();
    assertThat(alone).isBetween(1e-6, 1e-3);
    assertThat(collective(last).get("timeSeconds").asDouble())
        .isCloseTo(alone, within(0.3 * alone));
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
