package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each verb and option does with a scenario that is in order. */
final class VerbsTest {

  private static final String SCENARIO =
      """
      name: two-nodes
      fabric: { leaf-spine: { node: dgx-h100, nodes: 2, nodes-per-unit: 1, spines: 2 } }
      workload: { collective: { operation: all_reduce, begin: 1MiB, end: 4MiB } }
      checking: audit
      """;

  private static final String PACKETS =
      """
      fabric: { leaf-spine: { node: dgx-h100, nodes: 2, nodes-per-unit: 1, spines: 2 } }
      network: { model: packet, packet: { transport: dcqcn } }
      workload: { collective: { operation: all_reduce, begin: 1MiB } }
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeScenario() throws IOException {
    file = Files.writeString(folder.resolve("my.yaml"), SCENARIO);
  }

  @Test
  void runPrintsTheReport() {
    Invocation run = weft("run", file);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("two-nodes · flow model · seed 1\n").contains("4194304");
  }

  @Test
  void runPrintsJson() {
    Invocation run = weft("run", file, "--format", "json");
    assertThat(run.code()).isZero();
    assertThat(run.json().get("schema").asString()).isEqualTo("weft-result/1");
    assertThat(run.json().get("complete").asBoolean()).isTrue();
    assertThat(run.json().get("collectives").size()).isEqualTo(3);
    assertThat(run.json().get("engine").get("wallSeconds").isNull()).isTrue();
  }

  @Test
  void runPrintsCsv() {
    List<String> lines = weft("run", file, "--format=csv").out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .startsWith(
            "collective,algorithm,protocol,ranks,channels,size_bytes,count,type,redop,root,");
    assertThat(lines.get(3)).startsWith("all_reduce,ring,simple,16,8,4194304,1048576,float,sum,");
  }

  @Test
  void timingGivesTheWallTimeInJson() {
    Invocation run = weft("run", file, "--format", "json", "--timing");
    assertThat(run.json().get("engine").get("wallSeconds").asDouble()).isPositive();
    assertThat(run.json().get("engine").get("eventsPerSecond").asDouble()).isPositive();
  }

  @Test
  void setReplacesValuesAndTheLastOneWins() {
    Invocation run =
        weft(
            "run",
            file,
            "--format=json",
            "--set",
            "network.model=flow",
            "--set=network.model=analytic",
            "--set",
            "workload.collective.end=1MiB");
    assertThat(run.json().get("model").asString()).isEqualTo("analytic");
    assertThat(run.json().get("collectives").size()).isEqualTo(1);
  }

  @Test
  void seedReplacesTheSeed() {
    assertThat(weft("run", file, "--seed", "7").out())
        .startsWith("two-nodes · flow model · seed 7");
    assertThat(weft("run", file, "--seed=8", "--format=json").json().get("seed").asInt())
        .isEqualTo(8);
  }

  @Test
  void warningsGoToStderrAndIntoTheReportAndQuietKeepsThemFromStderr() {
    Object[] arguments = {
      "run", file, "--set", "network.model=analytic", "--set", "network.routing.policy=ecmp"
    };
    Invocation loud = weft(arguments);
    assertThat(loud.code()).isZero();
    assertThat(loud.err()).contains("network.routing").contains("has no effect");
    assertThat(loud.out()).contains("\nNotes\n").contains("has no effect");

    Invocation quiet =
        weft(
            "run",
            file,
            "--set",
            "network.model=analytic",
            "--set",
            "network.routing.policy=ecmp",
            "--quiet");
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.out()).contains("has no effect");
  }

  @Test
  void aMissedExpectationIsASentenceAndOne() {
    Invocation run = weft("run", file, "--set", "expect.busbw.min=300GBps");
    assertThat(run.code()).isEqualTo(ExitCode.EXPECTATION_FAILED);
    assertThat(run.err())
        .matches("weft: expect\\.busbw: [0-9.]+ GB/s, but at least 300\\.0 GB/s is expected\\.\n");
    assertThat(run.out()).startsWith("two-nodes");
  }

  /** 1.5 Mb/s more than was reached: it shows in the sixth digit. */
  @Test
  void aNarrowlyMissedExpectationHasAllTheDigitsItTakes() {
    double reached =
        weft("run", file, "--format=json")
            .json()
            .get("collectives")
            .get(2)
            .get("busbwGBps")
            .asDouble();
    String bound = (long) (reached * 8e9 + 1.5e6) + "bps";
    Invocation run = weft("run", file, "--set", "expect.busbw.min=" + bound);
    assertThat(run.code()).isEqualTo(ExitCode.EXPECTATION_FAILED);
    Matcher numbers =
        Pattern.compile("busbw: ([0-9.]+) GB/s, but at least ([0-9.]+) GB/s").matcher(run.err());
    assertThat(numbers.find()).isTrue();
    assertThat(Double.parseDouble(numbers.group(1)))
        .isLessThan(Double.parseDouble(numbers.group(2)));
    assertThat(numbers.group(1)).hasSizeLessThan(12);
  }

  @Test
  void aMetExpectationIsSilent() {
    Invocation run = weft("run", file, "--set", "expect.busbw.max=300GBps");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everyExpectationOfAStepThatIsMissedHasItsSentence() throws IOException {
    Path step =
        Files.writeString(
            folder.resolve("step.yaml"),
            """
            fabric: { single-switch: { gpus: 1, gpu: h100, rate: 400Gbps, latency: 1us } }
            workload:
              training:
                model: { hidden: 4096, layers: 2, heads: 32, vocabulary: 32000 }
                parallelism: { tensor: 1 }
                global-batch: 1
                sequence: 2048
            expect: { mfu: { min: 0.99 }, step-time: { max: 1us } }
            """);
    Invocation run = weft("run", step);
    assertThat(run.code()).isEqualTo(ExitCode.EXPECTATION_FAILED);
    assertThat(run.err().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("expect.mfu: 0.", "at least 0.9900 is expected."),
            second ->
                assertThat(second)
                    .contains("expect.step-time: 0.0", " s, but at most 1.000e-06 s"));
  }

  @Test
  void checkSaysThatAllIsWell() {
    Invocation check = weft("check", file);
    assertThat(check.code()).isZero();
    assertThat(check.out()).isEqualTo(file + ": two-nodes is a valid scenario.\n");
    assertThat(check.err()).isEmpty();
  }

  @Test
  void topologyPrintsText() {
    Invocation topology = weft("topology", file);
    assertThat(topology.code()).isZero();
    assertThat(topology.out())
        .startsWith("leaf-spine\n")
        .containsPattern("leaf switches +16\n")
        .containsPattern("spine switches +2\n");
  }

  /**
   * R is 400 Gb/s: marks from 1 us of it to 40 us; a buffer of 25.8 us of 16 ports of it. The same
   * as in the report on a run; nothing of packets under another model.
   */
  @Test
  void topologyShowsTheThresholdsOfThePacketModel() throws IOException {
    Path packets = Files.writeString(folder.resolve("packets.yaml"), PACKETS);
    String shown = weft("topology", packets).out();
    assertThat(shown)
        .contains(
            """

            Packets  dcqcn · ecmp · packets of 4160 B · round trip of 7.87 µs
            Switches leaf, spine and those in NICs alike · buffer of 20.7 MB
                     no limit of a queue · marks from 50 kB to 2 MB of queue, up to 1.0 %
                     pauses above 1.16 MB of a link, ended at 1.15 MB, headroom 128 kB

            """);
    String run = weft("run", packets).out();
    String thresholds =
        "marks from 50 kB to 2 MB of queue, up to 1.0 %\n         pauses above 1.16 MB";
    assertThat(run).contains(thresholds);
    assertThat(shown).contains(thresholds);
    assertThat(
            weft("topology", packets, "--set", "network.model=flow", "--set", "network.packet={}")
                .out())
        .doesNotContain("Packets", "marks");
  }

  @Test
  void topologySaysWhatTheFabricCanBear() {
    Invocation topology = weft("topology", REPOSITORY.resolve("scenarios/quickstart.yaml"));
    assertThat(topology.out())
        .containsPattern("leaf +qm9700 +64 +64")
        .containsPattern("same unit, other leaf +6 +64")
        .containsPattern("half of the units +512 +199 Tb/s +100 %")
        .containsPattern("switch leaf, of NIC–leaf +32 +0 +12.4 Tb/s +3.1 %")
        .containsPattern("400g-sr4 +1,024 +1 +8.19 kW +563 k\\$ \\*")
        .contains("multimode-fibre, ≤ 30 m")
        .contains("* a figure that nobody has verified");
    assertThat(topology.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void topologyPrintsJson() {
    Invocation topology = weft("topology", file, "--format", "json");
    assertThat(topology.json().get("schema").asString()).isEqualTo("weft-topology/1");
    assertThat(topology.json().get("nodes").asInt()).isEqualTo(2);
    assertThat(topology.json().get("switches").get("spine").asInt()).isEqualTo(2);
    assertThat(topology.json().get("cables").get("leaf-spine").asInt()).isEqualTo(32);
  }

  @Test
  void topologyPrintsCsv() {
    assertThat(weft("topology", file, "--format", "csv").out().lines())
        .startsWith("part,name,size,count,powerWatts,powerVerified,costUsd,costVerified")
        .contains("gpu,h100,,16,11200,true,,false")
        .contains("transceiver,400g-sr4,400G,16,128,true,8800,false");
  }

  @Test
  void topologyNeedsNoWorkload(@TempDir Path folder) throws IOException {
    Path fabricOnly = folder.resolve("fabric.yaml");
    Files.writeString(
        fabricOnly,
        "fabric: { leaf-spine: { node: dgx-h100, nodes: 1, nodes-per-unit: 1, spines: 1 } }");
    assertThat(weft("topology", fabricOnly.toString()).code()).isZero();
    assertThat(weft("topology", fabricOnly.toString()).err()).isEmpty();
    assertThat(weft("check", fabricOnly.toString()).err())
        .contains("the key \"workload\" is missing");
    assertThat(weft("topology", fabricOnly.toString(), "--set", "fabric.leaf-spine.nodes=x").code())
        .isEqualTo(2);
  }

  @Test
  void topologyPrintsTheWholeGraph() {
    Invocation graph = weft("topology", file, "--format", "graph");
    assertThat(graph.json().get("schema").asString()).isEqualTo("weft-graph/1");
    assertThat(graph.json().get("devices").size()).isEqualTo(2 * (8 + 4 + 8) + 16 + 2);
    assertThat(graph.json().get("cables").size()).isEqualTo(2 * (4 * 8 + 8 + 8) + 32);
    assertThat(weft("topology", file, "--format=dot").out()).startsWith("graph {\n");
    assertThat(weft("topology", file, "--format=graphml").out()).endsWith("</graphml>\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "topology", "catalog"})
  void everyVerbHasHelp(String verb) {
    Invocation help = weft(verb, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).startsWith("Usage: weft " + verb);
    assertThat(weft(verb, "-h")).isEqualTo(help);
  }

  @Test
  void helpNamesTheVerbsAndFitsTheScreen() {
    Invocation help = weft("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("run", "check", "topology", "catalog", "Exit codes");
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(help.out()).doesNotContain("\nfailed,");
    assertThat(weft("--version").out()).startsWith("weft ");
  }

  /** What the library would do, and why; only for scans of a collective. */
  @Test
  void explainsTheChoice() {
    Path file = REPOSITORY.resolve("scenarios/validation/nccl/nccl-h100x8-allreduce-nvls.yaml");
    Invocation run = weft("run", file, "--explain");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("What NCCL on Hopper would choose for all_reduce over 8 ranks")
        .containsPattern(" 8 +ring ll +1[45]\\.\\d ")
        .containsPattern("17179869184 +nvls simple +6[23]\\d{3}\\.\\d ")
        .containsPattern("\n +size B  chosen +us  instead\n");
    String table = run.out().substring(run.out().indexOf("What NCCL on Hopper"));
    assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    Invocation json = weft("run", file, "--explain", "--format", "json");
    assertThat(json.code()).isEqualTo(2);
    assertThat(json.out()).isEmpty();
    assertThat(json.err()).contains("--format json. Maybe --format text.");
    Invocation flows = weft("run", REPOSITORY.resolve("scenarios/quickstart.yaml"), "--explain");
    assertThat(flows.code()).isEqualTo(2);
    assertThat(flows.err()).contains("--explain: is for workload.collective");
  }
}
