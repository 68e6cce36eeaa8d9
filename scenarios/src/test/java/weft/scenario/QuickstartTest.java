package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.tier;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.scenario.cli.Invocation;

/** The first thing that a newcomer runs. */
final class QuickstartTest {

  private static final Path FILE = REPOSITORY.resolve("scenarios/quickstart.yaml");

  /** The counts of NVIDIA's reference architecture for four scalable units. */
  @Test
  void theTopologyIsTheReferenceArchitecture() {
    JsonNode topology = weft("topology", FILE, "--format=json").json();
    assertThat(topology.get("gpus").asInt()).isEqualTo(1024);
    assertThat(topology.get("nodes").asInt()).isEqualTo(128);
    assertThat(topology.get("switches").toString()).isEqualTo("{\"leaf\":32,\"spine\":16}");
    assertThat(topology.get("cables").toString())
        .isEqualTo("{\"node-leaf\":1024,\"leaf-spine\":1024}");
    assertThat(topology.get("transceivers").toString()).isEqualTo("{\"400G\":1024,\"800G\":1536}");
    assertThat(topology.get("transceiversPerGpu").toString())
        .isEqualTo("{\"400G\":1.0,\"800G\":1.5}");
    assertThat(count(topology, "node-leaf", "nic")).isEqualTo(1024);
    assertThat(count(topology, "node-leaf", "leaf")).isEqualTo(512);
    assertThat(count(topology, "leaf-spine", "leaf") + count(topology, "leaf-spine", "spine"))
        .isEqualTo(1024);
    for (JsonNode tier : topology.get("tiers")) {
      assertThat(tier.get("oversubscription").asDouble()).isEqualTo(1.0);
    }
  }

  @Test
  void theTopologyAsTextGivesTheRatios() {
    String text = weft("topology", FILE).out();
    assertThat(text).contains("GPU : 400G = 1 : 1, GPU : 800G = 1 : 1.50");
    assertThat(text.lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
  }

  @Test
  @Tag("slow")
  void theStepIsWhereRealOnesAre(@TempDir Path out) throws IOException {
    Invocation run = weft("run", FILE, "--out", out);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("32 leaf + 16 spine switches", "MFU ", "What holds it back")
        .containsPattern("Engine   \\S+ events · \\S+ transfers · \\S+ m?s · \\S+ events/s\n$");
    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));

    JsonNode result = JsonMapper.shared().readTree(Files.readString(out.resolve("result.json")));
    JsonNode step = result.get("step");
    double seconds = step.get("timeSeconds").asDouble();
    // Measured at this scale: 0.44 … 0.53, reference figures in docs/validation.md.
    assertThat(step.get("mfu").asDouble()).isBetween(0.40, 0.55);
    assertThat(sum(step.get("breakdown"))).isCloseTo(seconds, within(1e-9 * seconds));
    double mean = 0;
    double slowest = 0;
    for (JsonNode part : step.get("parts")) {
      mean += part.get("meanSeconds").asDouble();
      slowest += part.get("slowestSeconds").asDouble();
    }
    assertThat(mean).isCloseTo(seconds, within(1e-9 * seconds));
    assertThat(slowest).isCloseTo(seconds, within(1e-9 * seconds));
    assertThat(step.get("tokensPerSecond").asDouble())
        .isCloseTo(1536 * 2048 / seconds, within(1e-3));
    assertThat(tier(result, "node-leaf").get("bytes").asLong()).isEqualTo(nicBytes());
  }

  /**
   * What all links between NICs and leaves carry.
   *
   * <p>Data parallelism: the 16 ranks of a group sit in 16 nodes, and each sends (16 − 1)/16 of its
   * gradients, of 4 bytes a weight, and of its weights, of 2 bytes, through its NIC. Rank i of
   * eight has 1/8 of each layer, a stage has 12 of 96 layers, and the first and the last one have
   * the embedding too, whose gradients these two exchange. Pipeline: at each of 7 boundaries, 16
   * replicas send 96 micro-batches forward and 96 backward, each of 2,048 × 12,288 values of 2
   * bytes, cut into slices for the eight NICs. Each byte leaves through one NIC and arrives through
   * another.
   */
  private static long nicBytes() {
    long h = 12_288;
    long layer = (12 * h * h + 13 * h) / 8;
    long embedding = 51_200 * h / 8;
    long exchanged = (4 + 2) * (96 * layer + 2 * embedding);
    // For all sixteen ranks of a group and all eight groups of a stage.
    long dataParallel = 8 * 16 * (15 * (exchanged / 16));
    long tied = 8 * 16 * 2 * 4 * embedding;
    long pipeline = 7L * 16 * 96 * 2 * (2048 * h * 2);
    return 2 * (dataParallel + tied + pipeline);
  }

  private static double sum(JsonNode numbers) {
    double sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asDouble();
    }
    return sum;
  }

  private static int count(JsonNode topology, String tier, String end) {
    for (JsonNode entry : topology.get("transceiversByEnd")) {
      if (entry.get("tier").asString().equals(tier) && entry.get("end").asString().equals(end)) {
        return entry.get("count").asInt();
      }
    }
    throw new AssertionError(tier + ", " + end);
  }
}
