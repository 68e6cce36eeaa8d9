package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.result;
import static weft.scenario.cli.Invocation.tier;
import static weft.scenario.cli.Invocation.weft;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/** Models that are served, from the file to the report. */
final class InferenceTest {

  private static final Path TOGETHER =
      REPOSITORY.resolve("scenarios/inference/llama-70b-h100.yaml");

  private static final Path APART =
      REPOSITORY.resolve("scenarios/inference/llama-70b-disaggregated.yaml");

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
        .contains("inference,,ttft,", "inference,,tpot,", "inference,,kv-transfer,");
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
    assertThat(weft("run", TOGETHER).out()).contains("tokens/s a $ unknown: no price of h100");
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
