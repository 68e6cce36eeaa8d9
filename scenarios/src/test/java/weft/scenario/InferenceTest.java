package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.result;
import static weft.scenario.cli.Invocation.tier;
import static weft.scenario.cli.Invocation.weft;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/** Models that are served, from the file to the report. */
@Tag("slow")
final class InferenceTest {

  private static final Path TOGETHER =
      REPOSITORY.resolve("scenarios/inference/llama-70b-h100.yaml");

  private static final Path APART =
      REPOSITORY.resolve("scenarios/inference/llama-70b-disaggregated.yaml");

  private static final Path EXPERTS =
      REPOSITORY.resolve("scenarios/inference/deepseek-v3-expert-parallel.yaml");

  private static final Path STAGES =
      REPOSITORY.resolve("scenarios/inference/llama-70b-pipeline.yaml");

  /** What the 3.625 / 4.25 quantile of the normal distribution lies above the mean. */
  private static final double DEVIATIONS_OF_4 = 1.0491314;

  /** The steps that were simulated, put together as the documentation says. */
  @Test
  void theFiguresFollowFromTheSteps() {
    JsonNode figures = result(TOGETHER).get("inference");
    double prefill = number(figures, "prefillSeconds");
    double decode = number(figures, "decodeSeconds");
    assertThat(number(figures, "ttftSeconds")).isEqualTo(prefill);
    assertThat(number(figures, "tpotSeconds"))
        .isCloseTo(decode + 31 * prefill / 255, within(1e-12));
    assertThat(number(figures, "latencySeconds"))
        .isCloseTo(prefill + 255 * number(figures, "tpotSeconds"), within(1e-9));
    double requests = 2 * 32 / (32 * prefill + 255 * decode);
    assertThat(number(figures, "requestsPerSecond")).isCloseTo(requests, within(1e-9));
    assertThat(number(figures, "tokensPerSecond")).isCloseTo(256 * requests, within(1e-6));
    assertThat(number(figures, "tokensPerSecondPerGpu")).isCloseTo(32 * requests, within(1e-6));
    assertThat(figures.get("gpus").asInt()).isEqualTo(8);
    assertThat(figures.get("kvTransferSeconds").isNull()).isTrue();
    assertThat(figures.get("kvBytesPerToken").asLong()).isEqualTo(80 * 2 * 2 * 128 * 2);
    assertThat(number(figures.get("breakdown"), "computeSeconds")).isPositive();
  }

  /**
   * The slowest of the four GPUs of a replica is expected 1.0491 standard deviations behind. That
   * is as if kernels reached as much less of the peak; both replicas are as slow, as neither waits
   * for the other.
   */
  @Test
  void theGpusOfAReplicaWaitForTheSlowest() {
    double speed = 1 / (1 + 0.05 * DEVIATIONS_OF_4);
    String[] equal = {
      "--set=workload.inference.gpu-variation=0",
      "--set=workload.inference.gemm-efficiency=0.5",
      "--set=workload.inference.attention-efficiency=0.4"
    };
    JsonNode mean = result(TOGETHER, (Object[]) equal).get("inference");
    equal[1] = "--set=workload.inference.gemm-efficiency=" + 0.5 * speed;
    equal[2] = "--set=workload.inference.attention-efficiency=" + 0.4 * speed;
    JsonNode expected = result(TOGETHER, (Object[]) equal).get("inference");
    String[] differing = {
      "--set=workload.inference.gpu-variation=0.05",
      "--set=workload.inference.gemm-efficiency=0.5",
      "--set=workload.inference.attention-efficiency=0.4"
    };
    JsonNode slow = result(TOGETHER, (Object[]) differing).get("inference");
    for (String figure : List.of("ttftSeconds", "tpotSeconds", "prefillSeconds", "decodeSeconds")) {
      assertThat(number(slow, figure))
          .isCloseTo(number(expected, figure), within(1e-6 * number(expected, figure)));
    }
    assertThat(number(slow, "prefillSeconds") / number(mean, "prefillSeconds"))
        .isBetween(1.03, 1 / speed);
    assertThat(number(slow, "decodeSeconds") / number(mean, "decodeSeconds")).isBetween(1.0, 1.001);
    assertThat(weft("run", TOGETHER, differing[0]).out().replaceAll("\\s+", " "))
        .contains("arithmetic of each as fast as the slowest of 4, 95 % of the mean");
  }

  /** Twice the memory bandwidth, by what-if and by the catalogue of the scenario. */
  @Test
  void whatIfShowsWhatUsersSee() {
    JsonNode rows = weft("explain", TOGETHER, "--what-if", "--format=json").json().get("whatIf");
    JsonNode row = null;
    for (JsonNode candidate : rows) {
      row = candidate.get("resource").asString().equals("gpu-memory") ? candidate : row;
    }
    assertThat(row).isNotNull();
    JsonNode change = row.get("doubleServing");
    JsonNode before = result(TOGETHER).get("inference");
    JsonNode after =
        result(TOGETHER, "--set", "catalog.gpu.h100.memory-bandwidth=6.7TB/s").get("inference");
    for (String[] pair :
        new String[][] {
          {"ttft", "ttftSeconds"},
          {"tpot", "tpotSeconds"},
          {"tokensPerSecond", "tokensPerSecond"}
        }) {
      assertThat(number(change, pair[0]))
          .isCloseTo(number(after, pair[1]) / number(before, pair[1]) - 1, within(1e-9));
    }
    assertThat(number(change, "tokensPerSecond")).isPositive();
    String text = weft("explain", TOGETHER, "--what-if").out();
    assertThat(text)
        .contains(
            "What if it were better: tokens/s",
            "sorted by tokens/s at 2×, against 2.",
            "For users, at 1.1× and 2×",
            "the sample of prefill and decode");
    assertThat(text.lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
  }

  /** Every prompt's cache goes from a prefill GPU to its like among those that decode. */
  @Test
  void theCacheCrossesTheFabric() {
    JsonNode result = result(APART);
    JsonNode figures = result.get("inference");
    long cache = 4_096L * figures.get("kvBytesPerToken").asLong();
    assertThat(tier(result, "node-leaf").get("bytes").asLong()).isEqualTo(2 * 16 * cache);
    double alone = cache / (400e9 / 8);
    assertThat(number(figures, "kvTransferSeconds")).isBetween(alone, 1.2 * alone);
    assertThat(number(figures, "ttftSeconds"))
        .isCloseTo(
            number(figures, "prefillSeconds") + number(figures, "kvTransferSeconds"),
            within(1e-12));
    assertThat(number(figures, "tpotSeconds")).isEqualTo(number(figures, "decodeSeconds"));
    assertThat(Math.max(number(figures, "prefillBusy"), number(figures, "decodeBusy")))
        .isEqualTo(1);
  }

  @Test
  void thePageAndTheTableSayTheSame() {
    Invocation page = weft("run", APART);
    assertThat(page.code()).isZero();
    assertThat(page.out())
        .contains("TTFT ", "TPOT ", " tokens/s a GPU", "KV cache to the decode GPUs", "MBU ")
        .contains("Where these steps go", "KV-cache transfer");
    Invocation table = weft("run", APART, "--format", "csv");
    assertThat(table.out())
        .contains("inference,,ttft,", "inference,,tpot,", "inference,,kv-transfer,")
        .contains("inference,,kv-transfer-at-once,");
  }

  /**
   * The bill of materials of `weft topology` says what to divide by; nobody states what an H100
   * costs, so there is nothing to say a dollar, unless the scenario states it.
   */
  @Test
  void tokensAWattAndADollarFollowFromTheBill() {
    JsonNode bill = weft("topology", TOGETHER, "--format", "json").json();
    JsonNode figures = result(TOGETHER).get("inference");
    JsonNode efficiency = figures.get("efficiency");
    assertThat(number(efficiency, "powerWatts")).isEqualTo(number(bill, "powerWatts"));
    assertThat(number(efficiency, "tokensPerSecondPerWatt") * number(bill, "powerWatts"))
        .isCloseTo(number(figures, "tokensPerSecond"), within(1e-6));
    assertThat(efficiency.get("tokensPerSecondPerUsd").isNull()).isTrue();
    assertThat(weft("run", TOGETHER).out())
        .contains("tokens/s a $ of purchase unknown: no price of h100");
    JsonNode priced = result(TOGETHER, "--set", "catalog.gpu.h100.price=30000USD").get("inference");
    double cost = number(priced.get("efficiency"), "costUsd");
    assertThat(cost).isGreaterThan(8 * 30_000);
    assertThat(number(priced.get("efficiency"), "tokensPerSecondPerUsd") * cost)
        .isCloseTo(number(figures, "tokensPerSecond"), within(1e-6));
    assertThat(
            weft("run", TOGETHER, "--set", "catalog.gpu.h100.price=30000USD", "--format", "csv")
                .out())
        .contains(",tokens-per-watt,", ",tokens-per-usd,");
  }

  /** What has no figure is named, by kind; so is what is left out on purpose. */
  @Test
  void whatIsNotInTheSumsIsSaid() {
    JsonNode bill = weft("topology", TOGETHER, "--format", "json").json();
    String page =
        weft("run", TOGETHER, "--set", "catalog.gpu.h100.price=30000USD")
            .out()
            .replaceAll("\\s+", " ");
    assertThat(page)
        .contains("Hosts, their CPUs and NICs, are in neither W nor $.")
        .doesNotContain("without)");
    assertThat(page.contains("Not in $, since the figure is unknown: "))
        .isEqualTo(bill.get("withoutPrice").asLong() > 0);
  }

  /** What kernels reach was fitted on an H100; of other GPUs it is an assumption, unless stated. */
  @Test
  void assumptionsAboutTheGpuAreMarked() {
    String footnote = "* assumed as on an H100: nobody has verified it";
    assertThat(weft("run", TOGETHER).out()).doesNotContain(footnote);
    String other = "--set=fabric.leaf-spine.node=mi300x-8";
    assertThat(weft("run", TOGETHER, other).out().replaceAll("\\s+", " "))
        .contains("of it in matrix products *", "attention 55 % of the 16-bit peak *", footnote);
    assertThat(
            weft("run", TOGETHER, other, "--set=workload.inference.attention-efficiency=0.5")
                .out()
                .replaceAll("\\s+", " "))
        .contains("of it in matrix products *", "attention 50 % of the 16-bit peak ·");
  }

  /** Idle GPUs count nowhere: half as many leave a GPU, a W and a $ what they bring. */
  @Test
  void theSameGpusCountForAll() {
    String half = "--set=workload.inference.replicas=1";
    String price = "--set=catalog.gpu.h100.price=30000USD";
    JsonNode one = result(TOGETHER, half, price).get("inference");
    JsonNode both = result(TOGETHER, price).get("inference");
    assertThat(number(one, "tokensPerSecondPerGpu"))
        .isCloseTo(number(both, "tokensPerSecondPerGpu"), within(1e-6));
    for (String quotient : List.of("tokensPerSecondPerWatt", "tokensPerSecondPerUsd")) {
      assertThat(number(one.get("efficiency"), quotient))
          .isCloseTo(number(both.get("efficiency"), quotient), within(1e-9));
    }
    assertThat(weft("run", TOGETHER, half, price).out().replaceAll("\\s+", " "))
        .contains(
            "tokens/s a GPU in use",
            "tokens/s a $ of purchase",
            "W and $ are those of the 4 GPUs in use, of 8, and as large a part of the rest.");
  }

  /**
   * 64 tokens of each GPU go to 8 experts each, 7,168 values in a byte and 56 scales of 4 bytes,
   * and come back in two bytes a value, in 58 layers.
   */
  @Test
  void tokensTravelToExperts() {
    JsonNode result = result(EXPERTS, "--set", "workload.inference.output-tokens=65");
    List<String> exchanges = new ArrayList<>();
    for (JsonNode collective : result.get("collectives")) {
      exchanges.add(
          "%s %s %s"
              .formatted(
                  collective.get("collective").asString(),
                  collective.get("group").asString(),
                  collective.get("bytes").asLong()));
    }
    assertThat(exchanges)
        .contains(
            "alltoall experts " + 64 * 8 * (7_168 + 56 * 4),
            "alltoall experts-back " + 64 * 8 * 2 * 7_168);
    JsonNode memory = result.get("inference").get("memory");
    double experts = 58 * 8 * 3.0 * 7_168 * 2_048;
    assertThat(number(memory, "weightBytes")).isBetween(experts, experts + 25e9);
    assertThat(number(memory, "kvCacheBytes")).isEqualTo(64 * (1_024 + 65) * 70_272.0);
    assertThat(weft("run", EXPERTS, "--set", "workload.inference.output-tokens=65").out())
        .contains("expert 32", "data-parallel attention 32", "expert-parallel communication");
  }

  /** What a pipeline adds to the figures, put together as the documentation says. */
  @Test
  void stagesFollowEachOther() {
    JsonNode figures = result(STAGES).get("inference");
    double prefill = number(figures, "prefillSeconds");
    double interval = number(figures, "prefillIntervalSeconds");
    double decode = number(figures, "decodeSeconds");
    assertThat(interval).isBetween(prefill / 2, prefill * 0.6);
    assertThat(number(figures, "ttftSeconds")).isEqualTo(prefill);
    assertThat(number(figures, "tpotSeconds"))
        .isCloseTo(decode + (128 * interval - prefill) / 255, within(1e-12));
    assertThat(number(figures, "requestsPerSecond"))
        .isCloseTo(128 / (128 * interval + 255 * decode), within(1e-9));
    assertThat(figures.get("gpus").asInt()).isEqualTo(16);
    assertThat(weft("run", STAGES).out())
        .contains("pipeline 2", "2 micro-batches", "from one prefill to the next");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STAGES|parallelism.pipeline=81|80 layers are too few for 81 stages. Maybe 80.",
        "STAGES|parallelism.micro-batches=3|cannot be divided evenly in 3 micro-batches. Maybe 126"
            + " or 129.",
        "STAGES|prefill-batch=65|only 64 sequences are under way in each micro-batch. Maybe 64.",
        "STAGES|parallelism.expert=16|the model has no experts. Maybe 1.",
        "STAGES|dispatch-precision=fp8|the model has no experts",
        "STAGES|replicas=2|2 × 16 = 32 GPUs",
        "EXPERTS|parallelism.expert=30|256 experts cannot be divided evenly among 30 GPUs. Maybe 16"
            + " or 32.",
        "EXPERTS|parallelism.tensor=3|make no whole groups of tensor: 3. Maybe 30 or 33.",
        "EXPERTS|parallelism.expert=64|a replica takes 64 GPUs: expert 64",
        "EXPERTS|batch=2000|2,000 sequences cannot be divided evenly among 32 GPUs. Maybe 1984 or"
            + " 2016.",
        "EXPERTS|prefill-batch=1|1 prompts cannot be divided evenly among 32 GPUs. Maybe 32.",
        "EXPERTS|parallelism.micro-batches=2|there is only one stage. Maybe 1.",
        "EXPERTS|parallelism.expert=1|too much. Maybe",
        "EXPERTS|batch=65536|too much. Maybe batch: ",
      })
  void whatCannotBeDividedIsRefused(String scenario, String setting, String message) {
    Path file = scenario.equals("STAGES") ? STAGES : EXPERTS;
    Invocation refused = weft("check", file, "--set", "workload.inference." + setting);
    assertThat(refused.err()).contains(message);
  }

  /** Both sides are split in the same way; each GPU sends the cache of its layers and sequences. */
  @Test
  void expertsAndStagesWorkApart() {
    JsonNode figures =
        result(
                EXPERTS,
                "--set",
                "workload.inference.parallelism={ expert: 8, pipeline: 2 }",
                "--set",
                "workload.inference.disaggregated={ prefill-gpus: 16, decode-gpus: 16 }",
                "--set",
                "workload.inference.batch=256",
                "--set",
                "network.model=analytic",
                "--set",
                "fabric.leaf-spine.node=dgx-h200")
            .get("inference");
    double alone = 1_024 * 31 * 576 * 2 / (400e9 / 8);
    assertThat(number(figures, "kvTransferSeconds")).isBetween(alone * 0.9, 1.2 * alone);
    assertThat(number(figures, "ttftSeconds")).isGreaterThan(number(figures, "prefillSeconds"));
  }

  /** One token is no time between tokens. */
  @Test
  void oneTokenHasNoTimeBetweenTokens() {
    JsonNode figures =
        result(TOGETHER, "--set", "workload.inference.output-tokens=1").get("inference");
    assertThat(figures.get("tpotSeconds").isNull()).isTrue();
    assertThat(number(figures, "latencySeconds")).isEqualTo(number(figures, "ttftSeconds"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow", "analytic", "packet"})
  void anyModelOfTheNetworkWillDo(String model) {
    JsonNode figures =
        result(
                APART,
                "--set",
                "network.model=" + model,
                "--set",
                "workload.inference.input-tokens=64")
            .get("inference");
    assertThat(number(figures, "kvTransferSeconds")).isPositive();
  }

  @Test
  void whatBindsItIsExplained() {
    Invocation story = weft("explain", APART, "--what-if");
    assertThat(story.code()).isZero();
    assertThat(story.out()).contains("What binds it", "Compute", "GPU memory bandwidth");
  }

  /**
   * Few sequences, of many tokens, keep the decode GPUs busy; else those that prefill set the rate,
   * though they end first.
   */
  @ParameterizedTest
  @CsvSource({"128, prefill, prefillSeconds, 0", "4, decode, decodeSeconds, 16"})
  void thePathIsThatOfWhatSetsTheRate(int batch, String side, String step, int firstRank) {
    String set = "--set=workload.inference.batch=" + batch;
    JsonNode figures = result(APART, set).get("inference");
    JsonNode path = weft("explain", APART, set, "--format=json").json().get("criticalPath");
    assertThat(figures.get("rateSetBy").asString()).isEqualTo(side);
    assertThat(path.get("rateSetBy").asString()).isEqualTo(side);
    double steps = number(path, "seconds") / number(figures, step);
    assertThat(steps).isCloseTo(Math.rint(steps), within(1e-3));
    for (JsonNode charge : path.get("charges")) {
      assertThat(charge.get("rank").asInt()).isBetween(firstRank, firstRank + 15);
    }
    assertThat(weft("explain", APART, set).out().replaceAll("\\s+", " "))
        .contains("until the " + side + " steps are done", "The " + side + " GPUs set the rate");
  }

  /** The prefill GPUs are busy all the time; only the sample has fewer steps for them. */
  @Test
  void whoIsThroughWithTheSampleIsNotIdle() {
    String run = weft("run", APART).out().replaceAll("\\s+", " ");
    String remark = "finished before the last rank: of the sample only, no figure counts it";
    assertThat(run)
        .contains(remark)
        .contains("What holds it back 1 ")
        .doesNotContain("ranks are done and wait", "Finished before the last rank:");
    assertThat(weft("explain", APART).out()).contains(remark);
  }

  /** What is said of the sequences that are under way is what a run of as many says. */
  @Test
  void fewerSequencesTakeLessTime() {
    JsonNode figures = result(APART).get("inference");
    JsonNode actual = figures.get("atThisRate");
    int sequences = actual.get("sequences").asInt();
    assertThat(sequences).isBetween(32, 80);
    JsonNode full = result(APART, "--set=workload.inference.batch=" + sequences).get("inference");
    double tpot = number(full, "tpotSeconds");
    assertThat(number(actual, "tpotSeconds")).isBetween(tpot, 1.1 * tpot);
    assertThat(number(actual, "tpotSeconds")).isLessThan(0.9 * number(figures, "tpotSeconds"));
    assertThat(number(full, "decodeBusy")).isBetween(0.9, 1.0);
    assertThat(number(figures, "requestsPerSecond"))
        .isCloseTo(number(full, "requestsPerSecond"), within(0.01));
    assertThat(weft("run", APART).out().replaceAll("\\s+", " "))
        .contains("TPOT and latency are those of all 128 sequences of a replica; with the ")
        .contains("those that decode have " + sequences + " of their 128 sequences.");
    assertThat(result(TOGETHER).get("inference").get("atThisRate").isNull()).isTrue();
  }

  /** One cache stays below its leaf, the other crosses a thin spine. */
  @Test
  void theSlowestFirstTokenIsSaid() {
    String[] thin = {
      "--set=fabric.leaf-spine={ node: dgx-h100, nodes: 5, nodes-per-unit: 4, spines: 1,"
          + " links-per-pair: 1, uplink-rate: 100Gbps }",
      "--set=workload.inference.disaggregated={ prefill-gpus: 16, decode-gpus: 24 }",
      "--set=workload.inference.batch=4"
    };
    JsonNode figures = result(APART, (Object[]) thin).get("inference");
    assertThat(number(figures, "slowestTtftSeconds"))
        .isGreaterThan(1.01 * number(figures, "ttftSeconds"));
    assertThat(weft("run", APART, thin[0], thin[1], thin[2]).out())
        .containsPattern("TTFT [0-9.]+ ms \\(mean; slowest [0-9.]+ ms\\)");
    assertThat(weft("run", TOGETHER).out()).containsPattern("TTFT [0-9.]+ ms ·");
  }

  /** The number of sequences that is suggested is the greatest that fits. */
  @Test
  void whatDoesNotFitIsRefused() {
    Invocation refused = weft("check", TOGETHER, "--set", "workload.inference.batch=2000");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("too much. Maybe batch: ");
    String batch = refused.err().replaceAll("(?s).*Maybe batch: (\\d+).*", "$1");
    assertThat(weft("check", TOGETHER, "--set", "workload.inference.batch=" + batch).code())
        .isZero();
    int more = Integer.parseInt(batch) + 1;
    assertThat(weft("check", TOGETHER, "--set", "workload.inference.batch=" + more).code())
        .isEqualTo(2);
  }

  @Test
  void expectationsAreChecked() {
    assertThat(weft("run", TOGETHER, "--set", "expect.ttft.max=1us").code()).isEqualTo(1);
    assertThat(weft("run", TOGETHER, "--set", "expect.tpot.min=1s").err())
        .contains("expect.tpot: ", "at least 1.000 s is expected");
    assertThat(weft("run", TOGETHER, "--set", "expect.tpot.max=1s").code()).isZero();
  }

  private static double number(JsonNode node, String key) {
    return node.get(key).asDouble();
  }
}
