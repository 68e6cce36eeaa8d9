package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Rings on a torus of GPUs use all its links, as the collectives of TPUs do. */
final class TorusRingsTest {

  /** Payload rate of an ICI link each way, GB/s. */
  private static final double LINK = 46.875;

  @TempDir private Path folder;

  private Path write(String dimensions, String workload) throws IOException {
    return Files.writeString(
        folder.resolve("torus.yaml"),
        """
        fabric: { torus: { dimensions: [%s], gpu: tpu-v5p, link: ici-v4 } }
        network: { step-overhead: { launch: 0us, scale-up: 0us, scale-out: 0us } }
        workload: { %s }
        """
            .formatted(dimensions, workload));
  }

  /** An all-gather of S bytes over n ranks takes (n − 1)/n × S over the rate of all links. */
  @ParameterizedTest
  @CsvSource({"4x4x4, 6", "4x4, 4", "3x5, 4", "8, 2", "3x5x2, 4"})
  void anAllGatherIsBoundByAllLinksOfAGpu(String dimensions, int links) throws IOException {
    Path file =
        write(
            dimensions.replace("x", ", "),
            "collective: { operation: all_gather, begin: 4GiB, algorithm: ring }");
    JsonNode size = weft("run", file, "--format", "json").json().get("collectives").get(0);
    assertThat(size.get("busbwGBps").asDouble() / (links * LINK)).isCloseTo(1, within(0.01));
  }

  /** What a library would choose by the rate of one link: all links of a GPU are for rings only. */
  @ParameterizedTest
  @CsvSource({"4GiB", "32MiB"})
  void aLibraryChoosesRings(String size) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("library.yaml"),
            """
            fabric: { torus: { dimensions: [4, 4, 4], gpu: tpu-v5p, link: ici-v4 } }
            network: { library: nccl-hopper }
            workload: { collective: { operation: all_reduce, begin: %s } }
            """
                .formatted(size));
    String table = weft("run", file, "--explain").out();
    JsonNode run = weft("run", file, "--format", "json").json().get("collectives").get(0);
    assertThat(run.get("algorithm").asString()).isEqualTo("ring");
    Matcher predicted = Pattern.compile("\\n *\\d+ +ring \\w+ +([0-9.]+)").matcher(table);
    assertThat(predicted.find()).isTrue();
    assertThat(1e6 * run.get("timeSeconds").asDouble())
        .isCloseTo(Double.parseDouble(predicted.group(1)), withinPercentage(2));
  }

  /** An open dimension is told; not where none is, nor without rings, nor of a line. */
  @ParameterizedTest
  @CsvSource({
    "'4, 4]; wrap-around: [on, off', all_reduce, true",
    "'4, 4', all_reduce, false",
    "'4, 4]; wrap-around: [on, off', alltoall, false",
    "'8]; wrap-around: [off', all_reduce, false"
  })
  void onePairOfRingsIsNoted(String dimensions, String operation, boolean isNoted)
      throws IOException {
    Path file =
        write(
            dimensions.replace(';', ','),
            "collective: { operation: %s, begin: 1MiB }".formatted(operation));
    String report = weft("run", file).out().replaceAll("\\s+", " ");
    String note = "The rings are one pair, one each way, where a torus of 4x4 has 2 pairs: ";
    assertThat(report.contains(note)).isEqualTo(isNoted);
    assertThat(report.contains("The rings are one pair")).isEqualTo(isNoted);
  }

  /** Groups along one dimension of 4 × 4, tensor, and across, data: both are rings of four. */
  @Test
  void groupsAlongADimensionAreRingsOfNeighbours() throws IOException {
    Path file =
        write(
            "4, 4",
            "training: { model: llama2-7b, parallelism: { tensor: 4, data: 4 },"
                + " global-batch: 16, sequence: 4096, recompute: full }");
    String report = weft("run", file).out();
    for (String group : new String[] {"tensor", "data"}) {
      double bestGbps =
          report
              .lines()
              .filter(
                  line ->
                      line.matches("  (all_gather|reduce_scatter|all_reduce) +" + group + " .*"))
              .mapToDouble(
                  line -> Double.parseDouble(line.replaceAll(".* ([0-9.]+) GB/s *$", "$1")))
              .max()
              .orElseThrow();
      assertThat(bestGbps).as(group).isBetween(0.9 * 2 * LINK, 2 * LINK);
    }
  }
}
