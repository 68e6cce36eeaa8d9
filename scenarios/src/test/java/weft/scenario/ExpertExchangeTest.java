package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.result;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dispatch and combine against what DeepEP measured, as docs/validation.md has them. */
final class ExpertExchangeTest {

  private static final Path SCENARIO =
      REPOSITORY.resolve("scenarios/validation/inference/deepep.yaml");

  /** Nodes, bytes of a GPU, measured microseconds: low-latency kernels on H800. */
  @ParameterizedTest
  @CsvSource({
    "2, 7585792, 118",
    "4, 7585792, 155",
    "8, 7585792, 173",
    "2, 14680064, 195",
    "4, 14680064, 273",
    "8, 14680064, 314",
  })
  void exchangesTakeAsLongAsMeasured(int nodes, long bytes, double microseconds) {
    assertThat(1e6 * seconds(nodes, bytes)).isCloseTo(microseconds, within(0.1 * microseconds));
  }

  /**
   * Nodes, measured GB/s: 8,192 tokens, DeepEP 2 on Hopper; what stays on a node counts as well.
   */
  @ParameterizedTest
  @CsvSource({"2, 90", "4, 61"})
  void largeExchangesReachTheBandwidthMeasured(int nodes, double gigabytesPerSecond) {
    long bytes = 1L << 28;
    assertThat(bytes / seconds(nodes, bytes) / 1e9)
        .isCloseTo(gigabytesPerSecond, within(0.05 * gigabytesPerSecond));
  }

  private static double seconds(int nodes, long bytes) {
    return result(
            SCENARIO,
            "--set",
            "fabric.leaf-spine.nodes=" + nodes,
            "--set",
            "fabric.leaf-spine.nodes-per-unit=" + nodes,
            "--set",
            "workload.collective.begin=" + bytes + "B")
        .get("simulatedSeconds")
        .asDouble();
  }
}
