package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/** All-to-all with a size for each pair of ranks, from a CSV file. */
final class PairSizesTest {

  private static final String SCENARIO =
      """
      fabric: { leaf-spine: { node: dgx-h100, nodes: 2, nodes-per-unit: 2, spines: 1 } }
      workload:
        collective: { operation: alltoall, pair-sizes: pairs.csv, algorithm: direct, gpus: [0, 1] }
      """;

  @TempDir private Path folder;

  private Path scenario(String pairs) throws IOException {
    Files.writeString(folder.resolve("pairs.csv"), pairs);
    return Files.writeString(folder.resolve("my.yaml"), SCENARIO);
  }

  private static Invocation weft(String verb, Path file, String... settings) {
    List<Object> all = new ArrayList<>(List.of(verb, file));
    if (verb.equals("run")) {
      all.addAll(List.of("--format", "json"));
    }
    for (String setting : settings) {
      all.addAll(List.of("--set", setting));
    }
    return Invocation.weft(all.toArray());
  }

  private static JsonNode run(Path file, String... settings) {
    Invocation run = weft("run", file, settings);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.json();
  }

  private static double seconds(JsonNode result) {
    return result.get("collectives").get(0).get("timeSeconds").asDouble();
  }

  /**
   * Rank 0 has 32 MiB for each, as with equal parts of 64 MiB; that rank 1 has less for rank 0, or
   * nothing, goes on beside it and changes nothing.
   */
  @ParameterizedTest
  @CsvSource({
    "analytic, direct",
    "analytic, pairwise",
    "flow, direct",
    "flow, pairwise",
    "packet, direct",
    "packet, pairwise"
  })
  void theRankWithMostCounts(String model, String algorithm) throws IOException {
    String[] way = {"network.model=" + model, "workload.collective.algorithm=" + algorithm};
    Path equal =
        Files.writeString(
            folder.resolve("equal.yaml"),
            SCENARIO.replace("pair-sizes: pairs.csv", "begin: 64MiB"));
    double wanted = seconds(run(equal, way));
    for (String pairs : new String[] {"32MiB,32MiB\n1MiB,32MiB", "32MiB,33554432\n0,32MiB\n"}) {
      JsonNode result = run(scenario(pairs), way);
      assertThat(result.get("collectives").get(0).get("bytes").asLong()).isEqualTo(64L << 20);
      assertThat(seconds(result)).isCloseTo(wanted, within(0.002 * wanted));
    }
  }

  /** 3 MB from rank 0 to 1, 1 MB from 1 in the other node to 2 there; nothing else. */
  @Test
  void onlyWhatThereIsIsSent() throws IOException {
    Path file = scenario("# to 0, 1, 2\n5MB, 3MB, 0\n\n0,0,1MB\n0,0,0\n");
    for (String algorithm : new String[] {"direct", "pairwise"}) {
      JsonNode result =
          run(
              file,
              "workload.collective.gpus=[0, 8, 9]",
              "workload.collective.algorithm=" + algorithm);
      assertThat(Invocation.tier(result, "nvlink").get("bytes").asLong()).isEqualTo(2_000_000);
      assertThat(Invocation.tier(result, "node-leaf").get("bytes").asLong()).isEqualTo(6_000_000);
      assertThat(result.get("collectives").get(0).get("bytes").asLong()).isEqualTo(8_000_000);
    }
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() throws IOException {
    Path file = scenario("0,1\n1,0");
    Invocation check =
        weft(
            "check",
            file,
            "workload.collective.gpus=[0, 1, 2]",
            "workload.collective.operation=all_gather",
            "workload.collective.algorithm=bruck",
            "workload.collective.begin=4MiB");
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err())
        .contains(
            "pair-sizes: are for alltoall, but the operation is all_gather. Maybe operation:"
                + " alltoall.",
            "pair-sizes: are of 2 ranks, but 3 take part. Maybe ranks: 2.",
            "algorithm: bruck does not send pair by pair, as pair-sizes need. Maybe direct or"
                + " pairwise.",
            "begin: warning: has no effect: pair-sizes say what is sent.");
    Path none =
        Files.writeString(
            folder.resolve("none.yaml"), SCENARIO.replace("pair-sizes: pairs.csv, ", ""));
    assertThat(weft("check", none).err())
        .contains("the key \"begin\" is missing. Maybe begin: 1MiB.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,1;1 | pairs.csv:2:1: has 1 size, but the first line has 2.",
        "0,1 | pairs.csv:1:1: there are 1 lines of 2 sizes",
        "0,1x;1,0 | pairs.csv:1:3: from rank 0 to 1: \"1x\" has the unknown unit \"x\"",
        "0,-1;1,0 | pairs.csv:1:3: from rank 0 to 1: ",
        "0,;1,0 | pairs.csv:1:3: from rank 0 to 1: ",
        "0,0;0,0 | pairs.csv:1:1: holds only zeros, so that nothing is sent.",
        "8000000TiB,1;1,0 | pairs.csv:1:1: from rank 0 to 0: \"8000000TiB\" is too large",
        "# | pairs.csv:1:1: holds no sizes."
      })
  void aBadFileIsRefusedWithItsPlace(String pairs, String message) throws IOException {
    Invocation check = weft("check", scenario(pairs.replace(';', '\n')));
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err()).contains(message).doesNotContain("begin");
  }

  @Test
  void moreThanCanBeCountedIsRefused() throws IOException {
    String row = String.join(",", Collections.nCopies(17, "500000TiB"));
    Invocation check = weft("check", scenario(String.join("\n", Collections.nCopies(17, row))));
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err()).contains("pairs.csv:1:1: some rank has more in all than 8 EiB.");
  }
}
