package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.result;
import static weft.scenario.cli.Invocation.tier;
import static weft.scenario.cli.Invocation.weft;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Ring all-reduce over 1,024 GPUs, as nccl-tests would show it. */
final class SuperpodAllReduceTest {

  private static final Path FILE = REPOSITORY.resolve("scenarios/superpod/allreduce.yaml");
  private static final long MIB = 1 << 20;
  private static final Offset<Double> DIGITS = Offset.offset(1e-6);
  private static final String HEAD =
      "#       size        count   type  redop  root      time    algbw    busbw #wrong";

  @Test
  void reachesWhatRealClustersReach() {
    JsonNode result = result(FILE);
    JsonNode sizes = result.get("collectives");
    assertThat(sizes.size()).isEqualTo(14);
    double last = 0;
    long bytes = MIB;
    for (JsonNode size : sizes) {
      assertThat(size.get("bytes").asLong()).isEqualTo(bytes);
      assertThat(size.get("channels").asInt()).isEqualTo(8);
      double busbw = size.get("busbwGBps").asDouble();
      assertThat(busbw).isGreaterThan(last);
      double algbw = bytes / size.get("timeSeconds").asDouble() / 1e9;
      assertThat(size.get("algbwGBps").asDouble()).isEqualTo(algbw, DIGITS);
      assertThat(busbw).isEqualTo(algbw * 2 * 1023 / 1024, DIGITS);
      last = busbw;
      bytes *= 2;
    }
    assertThat(bytes).isEqualTo(2 * 8192 * MIB);
    assertThat(last).isBetween(320.0, 390.0);
  }

  /**
   * Of each size S, each of eight rings carries S/8 over 1,024 edges, of which 128 lead from one
   * node to the next; an edge carries 2 (1,024 − 1)/1,024 of that, through one NIC and into
   * another.
   */
  @Test
  void sendsWhatTheClosedFormSays() {
    long all = (2 * 8192 - 1) * MIB;
    long edge = 2 * 1023 * (all / 8 / 1024);
    assertThat(tier(result(FILE), "node-leaf").get("bytes").asLong()).isEqualTo(8 * 128 * 2 * edge);
    assertThat(tier(result(FILE), "nvlink").get("bytes").asLong())
        .isEqualTo(8 * (1024 - 128) * 2 * edge);
  }

  @Test
  void printsTheColumnsOfNcclTests() {
    List<String> lines = weft("run", FILE, "--quiet").out().lines().toList();
    int head = lines.indexOf(HEAD);
    assertThat(head).isPositive();
    assertThat(lines.get(head - 2)).startsWith("# all_reduce · ring, channels: 8 · 1,024 ranks");
    assertThat(lines.get(head - 1))
        .isEqualTo("# Rings at network.step-overhead; a library would do 14 of 14 sizes otherwise");
    assertThat(lines.get(head + 1))
        .isEqualTo("#        (B)   (elements)                          (us)   (GB/s)   (GB/s)");
    assertThat(lines.subList(head + 2, head + 16))
        .allMatch(
            line -> line.matches(" +\\d+ +\\d+ +float +sum +-1 +[\\d.]+ +[\\d.]+ +[\\d.]+ +N/A"));
    assertThat(lines.get(head + 15)).matches(" +8589934592 +2147483648 .* 3[2-9]\\d\\.\\d\\d +N/A");
    assertThat(lines.get(head + 16)).isEmpty();
  }
}
