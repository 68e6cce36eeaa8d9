package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.weft;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code weft explain}. */
@Tag("slow")
final class ExplainTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/weft/scenario/golden/training.yaml");
  private static final Path COLLECTIVE =
      Path.of("src/test/resources/weft/scenario/golden/collective.yaml");
  private static final Path TOUR = REPOSITORY.resolve("scenarios/tour");

  @Test
  void theStoryIsShortAndFitsTheTerminal() {
    Invocation run = weft("explain", GOLDEN, "--what-if");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("small-step · flow model · seed 3\n")
        .contains(
            "\nWhat binds it ",
            "  1  ",
            "\nIn order of time\n",
            "\nWhere the time of each rank goes",
            "\nWhat if it were better",
            "\nWithout influence\n");
    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
    int begin = run.out().indexOf("\nWhat binds it");
    assertThat(run.out().substring(begin, run.out().indexOf("\nWhere the time")).lines().count())
        .isBetween(5L, 40L);
  }

  @Test
  void theJsonAddsUp() {
    JsonNode json = weft("explain", GOLDEN, "--format=json").json();
    double seconds = json.get("simulatedSeconds").asDouble();
    assertThat(json.get("schema").asString()).isEqualTo("weft-explain/1");
    double charges = 0;
    for (JsonNode charge : json.get("criticalPath").get("charges")) {
      charges += charge.get("seconds").asDouble();
    }
    assertThat(charges).isCloseTo(seconds, within(1e-10));
    double before = 0;
    for (JsonNode phase : json.get("criticalPath").get("phases")) {
      assertThat(phase.get("startSeconds").asDouble()).isEqualTo(before);
      before = phase.get("endSeconds").asDouble();
    }
    assertThat(before).isEqualTo(seconds);
    assertThat(json.get("whatIf").size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "csv"})
  void theSameComesTwice(String format) {
    Invocation run = weft("explain", GOLDEN, "--what-if", "--format", format);
    assertThat(run.code()).isZero();
    assertThat(weft("explain", GOLDEN, "--what-if", "--format", format).out()).isEqualTo(run.out());
  }

  /**
   * Three into one of 1 MB each: 20 µs of bytes at the full rate, 40 of those of the others, 2 of
   * latency, whichever is the last one.
   */
  @ParameterizedTest
  @ValueSource(strings = {"flow", "packet"})
  void flowsHaveACriticalPath(String model) {
    Invocation run =
        weft(
            "explain",
            TOUR.resolve("C01-incast.yaml"),
            "--what-if",
            "--format=json",
            "--set",
            "network.model=" + model,
            "--set",
            "expect.mean-fct.max=64us",
            "--set",
            "expect.max-fct.max=64us");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode path = run.json().get("criticalPath");
    boolean isFlow = model.equals("flow");
    assertThat(path.get("operations").asInt()).isEqualTo(1);
    assertThat(path.get("charges").get(0).get("charge").asString()).isEqualTo("queueing");
    assertThat(path.get("charges").get(1).get("charge").asString()).isEqualTo("serialization");
    assertThat(path.get("charges").get(1).get("tier").asString()).isEqualTo("gpu-switch");
    JsonNode last = run.json().get("flows").get("last").get(0);
    // 4,096 bytes of payload in packets of 4,160; flows have no headers here.
    double bytesSeconds = isFlow ? 20e-6 : 20e-6 * 4160 / 4096;
    assertThat(last.get("serializationSeconds").asDouble()).isCloseTo(bytesSeconds, within(1e-10));
    assertThat(last.get("latencySeconds").asDouble()).isCloseTo(2e-6, within(1e-10));
    assertThat(last.get("link").asString()).isEqualTo("switch → gpu-0");
    if (isFlow) {
      assertThat(last.get("queueingSeconds").asDouble()).isCloseTo(40e-6, within(1e-10));
      assertThat(last.get("heldSeconds").asDouble()).isCloseTo(60e-6, within(1e-10));
      assertThat(run.json().get("flows").get("endTogether").asInt()).isEqualTo(3);
    }
    assertThat(run.json().get("whatIf").get(0).get("resource").asString())
        .isEqualTo("gpu-switch-bandwidth");
  }

  /** What others took from a link is told from packets that were lost only where none were. */
  @Test
  void lostPacketsAreNotCalledQueueing() {
    Path incast = TOUR.resolve("C01-incast.yaml");
    String[] packets = {
      "network.model=packet", "network.packet.switches.pfc.enabled=off", "expect.mean-fct.max=1h"
    };
    assertThat(words(incast, packets[0], packets[2], "expect.max-fct.max=1h"))
        .contains("Queueing of flows at ", ": others are on the links as well.")
        .doesNotContain("or loss", "sent again");
    assertThat(
            words(
                incast,
                packets[0],
                packets[1],
                packets[2],
                "expect.max-fct.max=1h",
                "network.packet.switches.buffer=20kB"))
        .contains(
            "Queueing or loss in flows at ",
            ": others may be on the links as well, or its packets were lost and sent again.",
            " packets of the run were sent again, ",
            " of 67.1 ms or more. How much of the time that took is not told apart",
            ", queueing or loss ")
        .doesNotContain("others are on the links");
  }

  @Test
  void theFailureThatLostPacketsIsNamed() {
    assertThat(words(TOUR.resolve("C03-link-fails.yaml")))
        .contains(
            "  !  106 packets of the run were sent again, 106 were dropped, ",
            "; leaf-1 → spine-0 and 1 more link failed at 50 µs, with other paths from 150 µs on.");
  }

  /** What it says, without the ends of lines. */
  private static String words(Path file, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("explain", file.toString()));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    Invocation run = weft(arguments.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return run.out().replaceAll("\\n {5}(?=\\S)", " ");
  }

  /** Whatever the workload, what is expected is checked as by run. */
  @ParameterizedTest
  @CsvSource({
    "C01-incast, max-fct, 100us, 200us",
    "B03-tensor-parallel, step-time, 1h, 2h",
    "A01-two-gpus, busbw, 900GBps, 901GBps"
  })
  void expectationsAreChecked(String station, String what, String min, String max) {
    Path file = TOUR.resolve(station + ".yaml");
    Invocation met = weft("explain", file, "--quiet");
    assertThat(met.code()).as(met.err()).isZero();
    assertThat(met.err()).isEmpty();
    String least = "expect.%s.min=%s".formatted(what, min);
    String most = "expect.%s.max=%s".formatted(what, max);
    Invocation missed = weft("explain", file, "--quiet", "--set", least, "--set", most);
    assertThat(missed.code()).as(missed.err()).isEqualTo(ExitCode.EXPECTATION_FAILED);
    assertThat(missed.err())
        .contains("expect." + what)
        .isEqualTo(weft("run", file, "--quiet", "--set", least, "--set", most).err());
    assertThat(missed.out()).contains("What binds it");
  }

  /** Where more brings nothing, the run says what it hangs on then. */
  @Test
  void whatBindsNextIsNamed() {
    Invocation run = weft("explain", GOLDEN, "--what-if", "--format=json");
    int named = 0;
    for (JsonNode row : run.json().get("whatIf")) {
      boolean isKnown = row.get("isEnough").asBoolean() && row.get("enoughFactor").asDouble() > 1;
      assertThat(row.get("then").isNull()).as(row.toString()).isEqualTo(!isKnown);
      named += isKnown ? 1 : 0;
    }
    assertThat(named).isPositive();
    assertThat(weft("explain", GOLDEN, "--what-if").out()).contains(": then most of the time, ");
  }

  /** Under packets nothing is known of what limits a transfer, so every tier is run again. */
  @Test
  void packetsAreExplainedToo() {
    Invocation run =
        weft(
            "explain",
            TOUR.resolve("A01-two-gpus.yaml"),
            "--what-if",
            "--format=json",
            "--set",
            "network.model=packet",
            "--set",
            "expect.busbw.min=1GBps");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("criticalPath").get("charges").size()).isPositive();
  }

  @Test
  void settingsWithoutEffectAreListed() {
    Invocation run =
        weft(
            "explain",
            TOUR.resolve("B03-tensor-parallel.yaml"),
            "--quiet",
            "--set",
            "network.model=analytic",
            "--set",
            "network.routing.policy=ecmp");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().substring(run.out().indexOf("\nWithout influence")))
        .contains(
            "  -  network.routing: without contention ", "leaf–spine bandwidth: nothing crosses");
  }

  /** Of any collective, what its bytes take, and what it takes without any. */
  @ParameterizedTest
  @CsvSource({
    "all_reduce, ring",
    "all_reduce, tree",
    "all_reduce, nvls-tree",
    "all_gather, bruck",
    "alltoall, pairwise",
    "broadcast, ring",
    "barrier, tree"
  })
  void everyCollectiveIsExplained(String operation, String algorithm) {
    String[] asked = {
      "--set=workload.collective.operation=" + operation,
      "--set=workload.collective.algorithm=" + algorithm,
      "--set=workload.collective.protocol=simple"
    };
    JsonNode large =
        weft("explain", COLLECTIVE, asked[0], asked[1], asked[2], "--format=json", "--quiet")
            .json();
    double seconds = large.get("simulatedSeconds").asDouble();
    double sum = 0;
    for (JsonNode charge : large.get("criticalPath").get("charges")) {
      sum += charge.get("seconds").asDouble();
    }
    assertThat(sum).isCloseTo(seconds, within(1e-10));
    assertThat(share(large, "latency")).isPositive();
    if (!operation.equals("barrier")) {
      assertThat(share(large, "serialization")).isPositive();
    }
  }

  private static double share(JsonNode explained, String kind) {
    double sum = 0;
    for (JsonNode charge : explained.get("criticalPath").get("charges")) {
      sum += charge.get("charge").asString().equals(kind) ? charge.get("seconds").asDouble() : 0;
    }
    return sum;
  }

  /**
   * One spine of thin links slows the caches down, but the end of the decode steps binds the run.
   */
  @Test
  void whatOnlyUsersSeeHasInfluence() {
    String out =
        weft(
                "explain",
                REPOSITORY.resolve("scenarios/inference/llama-70b-disaggregated.yaml"),
                "--what-if",
                "--quiet",
                "--set=fabric.leaf-spine.spines=1",
                "--set=fabric.leaf-spine.uplink-rate=100Gbps")
            .out();
    int users = out.indexOf("\nFor users");
    int without = out.indexOf("\nWithout influence");
    assertThat(users).isPositive();
    assertThat(out.substring(users, without < 0 ? out.length() : without))
        .containsPattern("leaf–spine bandwidth +−[0-9.]+ % +−[0-9.]+ %");
    assertThat(without < 0 ? "" : out.substring(without)).doesNotContain("leaf–spine bandwidth");
  }

  /** Picocli formats descriptions: a bare % would be a warning on every help. */
  @Test
  void percentSignsOfTheHelpAreEscaped() {
    int described = 0;
    for (Field field : ExplainCommand.class.getDeclaredFields()) {
      CommandLine.Option option = field.getAnnotation(CommandLine.Option.class);
      if (option != null) {
        for (String line : option.description()) {
          assertThat(line.replace("%%", "")).doesNotContain("%");
          described++;
        }
      }
    }
    assertThat(described).isPositive();
    assertThat(weft("explain", "--help").out()).contains("10 % and 2×");
  }

  @ParameterizedTest
  @CsvSource({
    "--runs=1, --what-if, is 1; the run itself and another are 2. Maybe 24.",
    "--runs=abc, --what-if, '--runs'': \"abc\" is no number of runs. Maybe 24.'",
    "--runs=9, --quiet, 'is 9, but nothing is run again. Maybe --what-if.'"
  })
  void runsThatCannotBeAreRefused(String runs, String option, String message) {
    Invocation run = weft("explain", GOLDEN, runs, option);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(message);
  }

  /** Of few runs the reader is told what they were not enough for; of many there is nothing. */
  @Test
  void runsThatAreUsedUpAreTold() {
    String few = weft("explain", GOLDEN, "--what-if", "--runs=12").out().replaceAll("\\s+", " ");
    assertThat(few).contains("the 12 runs are used up, on the largest gains first");
    String many = weft("explain", GOLDEN, "--what-if", "--runs=200").out();
    assertThat(many).doesNotContain("used up", "–64×");
  }

  @Test
  void aComparisonIsRefused() {
    Invocation run = weft("explain", REPOSITORY.resolve("scenarios/validation/htsim.yaml"));
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("is a comparison of several scenarios. Maybe explain one");
  }
}
