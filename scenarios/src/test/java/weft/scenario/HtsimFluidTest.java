package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.scenario.cli.Invocation;

/**
 * The RoCE experiments of htsim as fluids on the paths that htsim took. Another fluid simulator got
 * the figures below from the same paths; that ours gives them too shows that fabrics, flows and
 * paths are those of htsim.
 *
 * <p>The other one counts what packets do beside sharing: the last one is padded, each is stored
 * before it is forwarded, and a flow is done when its sender has the acknowledgement.
 */
final class HtsimFluidTest {

  private static final double PACKET_US = 4_160 * 8 / 100e3;
  private static final double ACK_US = 64 * 8 / 100e3;

  @ParameterizedTest
  @CsvSource({
    "perm128-2MB, 436, 665",
    "ls128-perm-2MB, 353, 660",
    "incast32, 5221, 5221",
  })
  void anotherFluidSimulatorGetsTheSame(String name, double mean, double max) {
    Invocation run =
        Invocation.weft(
            "run",
            Invocation.REPOSITORY.resolve("scenarios/validation/htsim-roce-" + name + ".yaml"),
            "--set",
            "network={ model: flow }",
            "--format=csv");
    assertThat(run.code()).isZero();
    double[] completions =
        run.out()
            .lines()
            .skip(1)
            .mapToDouble(row -> asPackets(row, name.startsWith("ls")))
            .toArray();
    assertThat(Arrays.stream(completions).average().orElseThrow()).isCloseTo(mean, within(0.8));
    assertThat(Arrays.stream(completions).max().orElseThrow()).isCloseTo(max, within(0.5));
  }

  /** The completion time of a row of the CSV, in µs, as if packets had been sent. */
  private static double asPackets(String row, boolean leafSpine) {
    String[] fields = row.split(",", -1);
    int source = Integer.parseInt(fields[1]);
    int destination = Integer.parseInt(fields[2]);
    double bytes = Double.parseDouble(fields[3]);
    double fct = Double.parseDouble(fields[6]);
    double padding = Math.ceil(bytes / 4_096) * 4_096 / bytes;
    int links = leafSpine ? leafSpineLinks(source, destination) : treeLinks(source, destination);
    return (fct - links) * padding + links + (links - 1) * PACKET_US + links * (1 + ACK_US);
  }

  private static int leafSpineLinks(int source, int destination) {
    return source / 8 == destination / 8 ? 2 : 4;
  }

  private static int treeLinks(int source, int destination) {
    if (source / 4 == destination / 4) {
      return 2;
    }
    return source / 16 == destination / 16 ? 4 : 6;
  }
}
