package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.scenario.cli.Invocation;

/** Fabrics from graph files, named by scenarios. */
@Tag("slow")
final class CustomFabricTest {

  private static final Path LOPSIDED =
      Invocation.REPOSITORY.resolve("scenarios/custom/lopsided.yaml");

  private static final String SCENARIO =
      """
      fabric:
        custom: { file: my-fabric.dot, gpu: h100 }
      workload: { collective: { operation: all_reduce, begin: 1GB } }
      """;

  @TempDir private Path folder;

  /**
   * The slow GPU's cable carries 2 (n − 1)/n of the data each way. A path of two cables of 500 ns
   * and 30 m of fibre comes before it can send on what it got first, and another behind the last.
   */
  @Test
  void theSlowestCableSetsThePace() {
    double seconds = 2 * (2 / 3.0) * 1e9 / 12.5e9 + 2 * 1.15e-6;
    var collective = Invocation.result(LOPSIDED).get("collectives").get(0);
    assertThat(collective.get("ranks").asInt()).isEqualTo(3);
    assertThat(collective.get("timeSeconds").asDouble()).isCloseTo(seconds, within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"graphml", "dot", "graph"})
  void anExportedFabricComesBackTheSame(String format) throws Exception {
    Path tour = Invocation.REPOSITORY.resolve("scenarios/tour/A03-two-nodes.yaml");
    Invocation export = Invocation.weft("topology", tour, "--format", format);
    assertThat(export.code()).isZero();
    String ending = format.equals("graph") ? "json" : format;
    Files.writeString(folder.resolve("my-fabric." + ending), export.out());
    String scenario =
        Files.readString(tour)
            .replaceFirst(
                "(?s)fabric:.*?(?=\n[a-z])",
                "fabric: { custom: { file: my-fabric." + ending + ", gpu: h100 } }");
    Path file = Files.writeString(folder.resolve("my.yaml"), scenario);
    assertThat(Invocation.result(file).get("collectives"))
        .isEqualTo(Invocation.result(tour).get("collectives"));
    Invocation topology = Invocation.weft("topology", file, "--format", format);
    assertThat(topology.out()).isEqualTo(export.out());
  }

  @Test
  void aPathBeginsAtTheScenarioOrAtTheWorkingDirectory() throws Exception {
    Path scenario = Files.writeString(folder.resolve("my.yaml"), SCENARIO);
    Files.copy(LOPSIDED.resolveSibling("lopsided.dot"), folder.resolve("my-fabric.dot"));
    assertThat(Invocation.weft("check", scenario).code()).isZero();
    String working = "fabric.custom.file=custom/lopsided.dot";
    assertThat(Invocation.weft("check", scenario, "--set", working).code()).isZero();
    Invocation wrong =
        Invocation.weft("check", scenario, "--set", "fabric.custom.file=my-fabric.dot");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("--set fabric.custom.file: there is no file my-fabric.dot.");
  }

  @Test
  void aFileThatIsNoneIsNamed() throws Exception {
    assertSaid(
        SCENARIO, ":2:19: fabric.custom.file: there is no file " + folder + "/my-fabric.dot.\n");
    Files.writeString(folder.resolve("my-fabrik.dot"), "");
    assertSaid(SCENARIO, "my-fabric.dot. Maybe my-fabrik.dot.\n");
    assertSaid(with("none/my.dot"), "my.dot. Its directory does not exist either.\n");
    Files.createDirectory(folder.resolve("my.dot"));
    assertSaid(with("my.dot"), "my.dot is a directory, but a graph file is wanted.\n");
    Files.writeString(folder.resolve("my.txt"), "");
    assertSaid(
        with("my.txt"), "my.txt tells no format of graphs; it ends with .graphml, .dot, .gv");
    Files.createSymbolicLink(folder.resolve("loop.dot"), Path.of("loop.dot"));
    assertSaid(with("loop.dot"), "the symbolic link " + folder + "/loop.dot leads nowhere.\n");
    assertSaid(with("\"my\\0.dot\""), "fabric.custom.file: is not plain text: its character 3");
    assertSaid(with("\" \""), "fabric.custom.file: is empty");
    assertSaid(with("[a.dot]"), "is a sequence, but the path of a graph file is wanted.\n");
    assertSaid(with(""), "has no value. Wanted is the path of a graph file.\n");
  }

  /** What is wrong inside the file has its own place behind that of the scenario. */
  @Test
  void aMistakeInTheFileHasItsPlace() throws Exception {
    Files.writeString(
        folder.resolve("my-fabric.dot"), "graph {\n a [kind=gpu]\n b [kind=gqu]\n}\n");
    assertSaid(
        SCENARIO,
        "my.yaml:2:19: fabric.custom.file: "
            + folder
            + "/my-fabric.dot:3: device \"b\": unknown kind \"gqu\". Maybe gpu.\n");
  }

  @Test
  void oneGpuIsTooFew() throws Exception {
    Files.writeString(folder.resolve("my-fabric.dot"), "graph { a [kind=gpu] }");
    assertSaid(SCENARIO, "workload.collective: needs two GPUs, but the fabric has one.");
  }

  /** The same words from check and run as from topology. */
  @Test
  void aSwitchWithTooManyCablesIsNamed() throws Exception {
    StringBuilder text = new StringBuilder("graph { node [kind=gpu]; edge [rate=\"400Gbps\"]\n");
    text.append(" hub [kind=switch, switchType=qm9700]\n");
    IntStream.range(0, 65).forEach(gpu -> text.append("g%d; g%d -- hub;".formatted(gpu, gpu)));
    Files.writeString(folder.resolve("my-fabric.dot"), text.append('}'));
    assertSaid(
        SCENARIO, "/my-fabric.dot:2: device \"hub\": hub needs 65 ports, but a qm9700 has 64\n");
  }

  @Test
  @Tag("slow")
  void aChainThatRoutesCannotFollowIsNamed() throws Exception {
    StringBuilder text = new StringBuilder("graph { node [kind=gpu]; edge [rate=\"400Gbps\"]; g0;");
    IntStream.range(1, 40_000)
        .forEach(gpu -> text.append("g%d; g%d -- g%d;".formatted(gpu, gpu - 1, gpu)));
    Files.writeString(folder.resolve("my-fabric.dot"), text.append('}'));
    assertSaid(SCENARIO, "39,999 cables of one level in a row lead from \"g39999\" to \"g0\".");
  }

  @Test
  void whatIsNoGraphFileIsNotWaitedFor() throws Exception {
    Files.createSymbolicLink(folder.resolve("zero.json"), Path.of("/dev/zero"));
    assertSaid(with("zero.json"), "zero.json is no regular file, but a graph file is wanted.\n");
    assertSaid(with("my.yaml"), "my.yaml tells no format of graphs; it ends with .graphml, .dot");
    Files.createSymbolicLink(folder.resolve("itself.dot"), Path.of("my.yaml"));
    assertSaid(with("itself.dot"), "itself.dot:1: ");
  }

  /** A file that names hardware of a scenario's own is read with that scenario's catalogue. */
  @Test
  void aFileMayNameHardwareOfTheScenario() throws Exception {
    String catalog =
        """
        catalog: { switch: { my-switch: { based-on: qm9700, ports: 128 } } }
        workload: { collective: { operation: all_reduce, begin: 1GB } }
        """;
    Path builds =
        Files.writeString(
            folder.resolve("builds.yaml"),
            """
            fabric:
              leaf-spine:
                { node: dgx-h100, nodes: 4, nodes-per-unit: 2, spines: 2, switch-type: my-switch }
            """
                + catalog);
    Invocation export = Invocation.weft("topology", builds, "--format", "dot");
    assertThat(export.err()).isEmpty();
    assertThat(export.out()).contains("\"switchType\"=\"my-switch\"");
    Files.writeString(folder.resolve("my-fabric.dot"), export.out());
    String fabric = "fabric: { custom: { file: my-fabric.dot, gpu: h100 } }\n";
    Path reads = Files.writeString(folder.resolve("reads.yaml"), fabric + catalog);
    assertThat(Invocation.weft("topology", reads, "--format", "dot").out()).isEqualTo(export.out());
    assertThat(Invocation.result(reads).get("collectives"))
        .isEqualTo(Invocation.result(builds).get("collectives"));
    assertSaid(SCENARIO, "unknown switch \"my-switch\". ");
    assertSaid(SCENARIO, " The catalog: section of the scenario can define it.\n");
  }

  private static String with(String file) {
    return SCENARIO.replace("my-fabric.dot", file);
  }

  private void assertSaid(String scenario, String message) throws Exception {
    Path file = Files.writeString(folder.resolve("my.yaml"), scenario);
    for (String verb : new String[] {"check", "topology", "run"}) {
      Invocation invocation = Invocation.weft(verb, file);
      assertThat(invocation.code()).isEqualTo(2);
      assertThat(invocation.out()).isEmpty();
      assertThat(invocation.err()).startsWith(file + ":").contains(message);
    }
  }
}
