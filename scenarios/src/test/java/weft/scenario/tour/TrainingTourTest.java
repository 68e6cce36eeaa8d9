package weft.scenario.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.result;
import static weft.scenario.cli.Invocation.tier;
import static weft.scenario.cli.Invocation.weft;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The training steps of the tour against closed forms. */
final class TrainingTourTest {

  static final Set<String> STATIONS =
      Set.of(
          "B01-one-gpu",
          "B02-pipeline-bubble",
          "B03-tensor-parallel",
          "B04-data-parallel",
          "B05-experts");

  /** Every transfer is rounded up to one. */
  private static final double PICOSECOND = 1e-12;

  @Test
  void oneGpuOnlyComputes() {
    JsonNode result = result(TourTest.file("B01-one-gpu"));
    JsonNode step = result.get("step");
    double seconds = step.get("timeSeconds").asDouble();
    double flop = stepFlop(4, 2048, 4, 8192, 32000);
    assertThat(step.get("tflopsPerGpu").asDouble() * 1e12 * seconds)
        .isCloseTo(flop, within(flop * 1e-9));
    assertThat(step.get("mfu").asDouble())
        .isCloseTo(flop / seconds / 989e12, within(1e-9))
        .isBetween(0.4, 0.65);
    assertThat(step.get("tokensPerSecond").asDouble()).isCloseTo(4 * 2048 / seconds, within(1e-4));
    assertThat(part(result, "computeSeconds")).isCloseTo(seconds, within(1e-12));
    assertThat(part(result, "bubbleSeconds")).isZero();
    assertThat(part(result, "exposedCommunicationSeconds")).isZero();
    assertThat(result.get("flows").get("count").asInt()).isZero();
    assertThat(result.get("collectives").size()).isZero();
  }

  /**
   * F + B is what four more micro-batches add to the compute time, over four. The first and the
   * last stage compute a little more than the others, for the embedding: hence one percent.
   */
  @Test
  void thePipelineIdlesForThreeMicroBatches() {
    JsonNode twelve = result(TourTest.file("B02-pipeline-bubble"));
    JsonNode sixteen =
        result(TourTest.file("B02-pipeline-bubble"), "--set", "workload.training.global-batch=16");
    double microBatch = (part(sixteen, "computeSeconds") - part(twelve, "computeSeconds")) / 4;
    assertThat(part(twelve, "bubbleSeconds"))
        .isCloseTo(3 * microBatch, within(3 * microBatch * 0.01));
    assertThat(part(sixteen, "bubbleSeconds"))
        .isCloseTo(part(twelve, "bubbleSeconds"), within(3 * microBatch * 0.01));
    assertThat(part(twelve, "exposedCommunicationSeconds")).isLessThan(1e-5);
    assertThat(seconds(sixteen) - seconds(twelve))
        .isCloseTo(4 * microBatch, within(4 * microBatch * 0.01));
  }

  /** What each GPU does not keep, over its link at once: 7/8 of two copies of its tokens. */
  @Test
  void tokensGoToTheirExperts() {
    JsonNode result = result(TourTest.file("B05-experts"));
    long bytes = 2 * 2048L * 4096 * 2;
    JsonNode exchange = result.get("collectives").get(0);
    assertThat(exchange.get("collective").asString()).isEqualTo("alltoall");
    assertThat(exchange.get("group").asString()).isEqualTo("experts");
    assertThat(exchange.get("bytes").asLong()).isEqualTo(bytes);
    assertThat(exchange.get("count").asLong()).isEqualTo(4 * 4 * 2);
    double each = 7 / 8.0 * bytes / 50e9 + 2e-6;
    assertThat(exchange.get("timeSeconds").asDouble()).isCloseTo(each, within(PICOSECOND));
    JsonNode first = result.get("step").get("breakdown");
    assertThat(first.get("exposedCommunicationSeconds").asDouble()).isGreaterThan(32 * each);
  }

  /**
   * Of two micro-batches, the second forward and the first backward pass go together and hide all
   * of their 4 exchanges a layer, half of all.
   */
  @Test
  void halfOfTheExchangesHideBesideTheOtherMicroBatch() {
    JsonNode off = result(TourTest.file("B05-experts"));
    JsonNode on =
        result(TourTest.file("B05-experts"), "--set", "workload.training.expert-overlap=on");
    double each = 7 / 8.0 * 2 * 2048L * 4096 * 2 / 50e9 + 2e-6;
    assertThat(seconds(off) - seconds(on)).isCloseTo(16 * each, within(64 * PICOSECOND));
    assertThat(part(off, "exposedCommunicationSeconds") - part(on, "exposedCommunicationSeconds"))
        .isCloseTo(16 * each, within(64 * PICOSECOND));
    assertThat(part(on, "computeSeconds"))
        .isCloseTo(part(off, "computeSeconds"), within(64 * PICOSECOND));
  }

  /**
   * Half as much again over the link of the first GPU, into it and then out of it, while the others
   * wait for its experts.
   */
  @Test
  void allWaitForTheGpuWithMostTokens() {
    JsonNode even = result(TourTest.file("B05-experts"));
    JsonNode uneven =
        result(TourTest.file("B05-experts"), "--set", "workload.training.expert-imbalance=1.5");
    double each = 1.5 * 7 / 8.0 * 2 * 2048L * 4096 * 2 / 50e9 + 2e-6;
    JsonNode exchanges = uneven.get("collectives");
    assertThat(exchanges.get(0).get("group").asString()).isEqualTo("experts");
    assertThat(exchanges.get(1).get("group").asString()).isEqualTo("experts-back");
    for (int way = 0; way < 2; way++) {
      assertThat(exchanges.get(way).get("count").asLong()).isEqualTo(4 * 2 * 2);
      assertThat(exchanges.get(way).get("timeSeconds").asDouble())
          .isCloseTo(each, within(PICOSECOND));
    }
    assertThat(part(even, "bubbleSeconds")).isZero();
    assertThat(part(uneven, "bubbleSeconds")).isPositive();
    assertThat(
            weft(
                    "run",
                    TourTest.file("B05-experts"),
                    "--set",
                    "workload.training.expert-imbalance=1.5")
                .out())
        .contains("one that arrives later", "rank 0, gpu-0.");
  }

  /** A ring over NVLink: 82.4 % of 450 GB/s, and two links of 300 ns a step. */
  @ParameterizedTest
  @ValueSource(strings = {"flow", "analytic"})
  void tensorParallelismStaysInTheNode(String model) {
    JsonNode result =
        result(TourTest.file("B03-tensor-parallel"), "--set", "network.model=" + model);
    long activation = 2048L * 8192 * 2;
    long reductions = (4 * 8 + 2) * 4;
    JsonNode reduction = result.get("collectives").get(0);
    assertThat(result.get("collectives").size()).isEqualTo(1);
    assertThat(reduction.get("bytes").asLong()).isEqualTo(activation);
    assertThat(reduction.get("count").asLong()).isEqualTo(reductions);
    assertThat(tier(result, "nvlink").get("bytes").asLong())
        .isEqualTo(reductions * 8 * 2 * 2 * 7 * activation / 8);
    for (String outside : new String[] {"pcie", "node-leaf", "leaf-spine"}) {
      assertThat(tier(result, outside).get("bytes").asLong()).as(outside).isZero();
    }
    double each = 2 * 7 * activation / 8.0 / (0.824 * 450e9) + 14 * 2 * 300e-9;
    assertThat(reduction.get("timeSeconds").asDouble()).isCloseTo(each, within(PICOSECOND));
    assertThat(part(result, "exposedCommunicationSeconds"))
        .isCloseTo(reductions * each, within(reductions * PICOSECOND));
    assertThat(part(result, "bubbleSeconds")).isZero();
  }

  @Test
  void gradientsThatComeSlowlyAreWaitedFor() {
    JsonNode fast = result(TourTest.file("B04-data-parallel"));
    JsonNode slow =
        result(TourTest.file("B04-data-parallel"), "--set", "fabric.single-switch.rate=50Gbps");
    long layer = 12L * 4096 * 4096 + 13 * 4096;
    long parameters = 8 * layer + 32000L * 4096;
    long sent = 2 * 7 * 4 * parameters / 8;
    assertThat(tier(fast, "gpu-switch").get("bytes").asLong()).isEqualTo(8 * 2 * sent);
    assertThat(tier(slow, "gpu-switch").get("bytes").asLong()).isEqualTo(8 * 2 * sent);
    double longer = sent / 6.25e9 - sent / 12.5e9;
    assertThat(seconds(slow) - seconds(fast)).isCloseTo(longer, within(longer * 1e-9));
    assertThat(part(slow, "computeSeconds")).isCloseTo(part(fast, "computeSeconds"), within(1e-12));
    assertThat(part(slow, "exposedCommunicationSeconds"))
        .isCloseTo(part(fast, "exposedCommunicationSeconds") + longer, within(longer * 1e-9));
  }

  /** Where the network is fast, only the gradients of what comes last are waited for. */
  @Test
  void gradientsThatComeQuicklyHideBehindTheBackwardPass() {
    JsonNode result =
        result(
            TourTest.file("B04-data-parallel"),
            "--set",
            "fabric.single-switch.rate=20Tbps",
            "--set",
            "workload.training.micro-batch=1");
    double embedding = 2 * 7 / 8.0 * 4 * 32000 * 4096 / 2.5e12;
    double layer = 2 * 7 / 8.0 * 4 * (12.0 * 4096 * 4096 + 13 * 4096) / 2.5e12;
    assertThat(part(result, "exposedCommunicationSeconds"))
        .isCloseTo(layer, within(embedding + 14 * 4e-6));
  }

  /** What leaves a GPU at once is small, so that packets differ by one of them a hop. */
  @Test
  void activationsAsPacketsArriveAPacketLater() {
    JsonNode flow = result(TourTest.file("B02-pipeline-bubble"));
    JsonNode packet = result(TourTest.file("B02-pipeline-bubble"), "--set", "network.model=packet");
    assertThat(packet.get("packets").get("sent").asLong()).isPositive();
    assertThat(seconds(packet) - seconds(flow)).isBetween(0.0, 1e-7);
  }

  /** By default only what leaves a domain is packets. */
  @Test
  void tensorParallelismNeedsNoPackets() {
    JsonNode flow = result(TourTest.file("B03-tensor-parallel"));
    JsonNode packet = result(TourTest.file("B03-tensor-parallel"), "--set", "network.model=packet");
    assertThat(packet.get("packets").get("sent").asLong()).isZero();
    assertThat(seconds(packet)).isEqualTo(seconds(flow));
  }

  /** Headers and acknowledgements are 3.125 % of the payload, for which the flow model has none. */
  @Test
  @Tag("slow")
  void gradientsAsPacketsAreLongerByTheirHeaders() {
    JsonNode flow = result(TourTest.file("B04-data-parallel"));
    JsonNode packet = result(TourTest.file("B04-data-parallel"), "--set", "network.model=packet");
    long parameters = 8 * (12L * 4096 * 4096 + 13 * 4096) + 32000L * 4096;
    double longer = 2 * 7 * 4 * parameters / 8.0 / 12.5e9 * (128 / 4096.0);
    assertThat(seconds(packet) - seconds(flow)).isCloseTo(longer, within(longer * 0.01));
  }

  /** Narayanan et al., SC 2021, appendix, without recomputation. */
  private static double stepFlop(double b, double s, double l, double h, double v) {
    return 72 * b * s * l * h * h * (1 + s / (6 * h) + v / (12 * l * h));
  }

  private static double seconds(JsonNode result) {
    return result.get("step").get("timeSeconds").asDouble();
  }

  private static double part(JsonNode result, String key) {
    return result.get("step").get("breakdown").get(key).asDouble();
  }
}
