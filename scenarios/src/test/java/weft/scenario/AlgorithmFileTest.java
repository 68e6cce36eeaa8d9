package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;
import weft.scenario.schedule.RingXml;

/** Scenarios whose collectives are done by an algorithm from a file, and from or to some root. */
final class AlgorithmFileTest {

  private static final String SCENARIO =
      """
      name: mine
      fabric: { leaf-spine: { node: dgx-h100, nodes: 2, nodes-per-unit: 2, spines: 1 } }
      workload:
        collective: { operation: all_reduce, algorithm-file: ring.xml, ranks: 8, begin: 64MiB }
      """;

  /** Rank 0 sends to 1, and 1 on to 2. */
  private static final String CHAIN =
      """
      { "schema": "weft-schedule/1", "name": "chain", "operation": "broadcast", "ranks": 3,
        "chunks": 1, "in-place": 1, "root": %d,
        "gpus": [
          { "rank": 0, "lanes": [ { "send": 1, "steps": [
            { "do": "send", "source": "input", "source-chunk": 0 } ] } ] },
          { "rank": 1, "lanes": [ { "send": 2, "receive": 0, "steps": [
            { "do": "receive-copy-send", "target": "output", "target-chunk": 0 } ] } ] },
          { "rank": 2, "lanes": [ { "receive": 1, "steps": [
            { "do": "receive", "target": "output", "target-chunk": 0 } ] } ] } ] }
      """;

  @TempDir private Path folder;

  private Path scenario() throws IOException {
    Files.writeString(folder.resolve("ring.xml"), RingXml.of(8));
    Files.writeString(folder.resolve("chain.json"), CHAIN.formatted(0));
    return Files.writeString(folder.resolve("mine.yaml"), SCENARIO);
  }

  private static Object[] set(String... settings) {
    List<Object> options = new ArrayList<>();
    for (String setting : settings) {
      options.add("--set");
      options.add((setting.startsWith("network") ? "" : "workload.collective.") + setting);
    }
    return options.toArray();
  }

  private static Invocation weft(String verb, Path file, String... settings) {
    List<Object> all = new ArrayList<>(List.of(verb, file));
    all.addAll(List.of(set(settings)));
    return Invocation.weft(all.toArray());
  }

  private static double seconds(JsonNode collective) {
    return collective.get("timeSeconds").asDouble();
  }

  /** A ring is a ring, wherever it is written; in a node each message has a link of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"analytic", "flow", "packet"})
  void aRingFromAFileTakesWhatTheRingTakes(String model) throws IOException {
    Path file = scenario();
    Path builtIn =
        Files.writeString(
            folder.resolve("built-in.yaml"),
            SCENARIO.replace("algorithm-file: ring.xml", "algorithm: ring, channels: 1"));
    String[] way = {"network.model=" + model, "network.library=nccl-hopper", "protocol=simple"};
    Invocation run = weft("run", file, append(way, "begin=64MiB"));
    assertThat(run.err()).contains("warning", "works in place only");
    JsonNode mine = json(file, way);
    JsonNode ring = json(builtIn, way);
    assertThat(mine.get("algorithm").asString()).isEqualTo("ring");
    assertThat(mine.get("busbwGBps").asDouble()).isPositive();
    assertThat(seconds(mine)).isCloseTo(seconds(ring), within(1e-3 * seconds(ring)));
  }

  private static String[] append(String[] settings, String more) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add(more);
    return all.toArray(String[]::new);
  }

  private static JsonNode json(Path file, String... settings) {
    List<Object> all = new ArrayList<>(List.of("run", file, "--format", "json"));
    all.addAll(List.of(set(settings)));
    Invocation run = Invocation.weft(all.toArray());
    assertThat(run.code()).isZero();
    return run.json().get("collectives").get(0);
  }

  /**
   * Two messages follow each other, of which the second leaves the node if rank 2 is in another.
   */
  @Test
  void aChainFromJsonKnowsWhichOfItsStepsLeaveTheNode() throws IOException {
    Path file = scenario();
    String[] chain = {"algorithm-file=" + folder.resolve("chain.json"), "operation=broadcast"};
    JsonNode inside = json(file, append(append(chain, "ranks=3"), "begin=8B"));
    Path across =
        Files.writeString(
            folder.resolve("across.yaml"), SCENARIO.replace("ranks: 8", "gpus: [0, 1, 8]"));
    JsonNode outside = json(across, append(chain, "begin=8B"));
    assertThat(inside.get("algorithm").asString()).isEqualTo("chain");
    assertThat(seconds(outside) - seconds(inside)).isBetween(1e-6, 10e-6);
    JsonNode large = json(file, append(append(chain, "ranks=3"), "begin=1GiB"));
    // Of two hops each takes all the data; chunks follow each other, so that one hop counts.
    assertThat(large.get("algbwGBps").asDouble()).isBetween(300.0, 371.0);
  }

  @Test
  void explainNamesItBesideWhatTheLibraryHas() throws IOException {
    List<Object> all = List.of("run", scenario(), "--explain");
    assertThat(Invocation.weft(all.toArray()).out())
        .contains("67108864  ring simple", "nvls simple", "ring ll");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ranks=16 | algorithm-file: is for 8 ranks, but 16 take part. Maybe ranks: 8.",
        "operation=all_gather | does all_reduce, but the operation is all_gather. Maybe operation:"
            + " all_reduce.",
        "algorithm=ring | algorithm: is ring, but algorithm-file has another. Maybe remove one of"
            + " both.",
        "algorithm-file=rong.xml | there is no file rong.xml"
      })
  void whatDoesNotFitIsRefused(String setting, String message) throws IOException {
    Invocation check = weft("check", scenario(), setting);
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err()).contains(message);
    assertThat(weft("run", scenario(), setting).code()).isEqualTo(2);
  }

  @Test
  void aWrongAlgorithmIsRefusedWithItsOwnPlace() throws IOException {
    Path file = scenario();
    Files.writeString(
        folder.resolve("ring.xml"), RingXml.of(8).replaceFirst("type=\"rrs\"", "type=\"rcs\""));
    Invocation run = weft("run", file);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("ring.xml:", "ends with a wrong chunk", "nothing was run");
  }

  @Test
  void theRootOfTheFileCounts() throws IOException {
    Path file = scenario();
    String[] chain = {
      "algorithm-file=" + folder.resolve("chain.json"), "operation=broadcast", "ranks=3", "root=1"
    };
    assertThat(weft("check", file, chain).err())
        .contains("root: is 1, but that of algorithm-file is 0. Maybe 0.");
    assertThat(weft("check", file, "root=1").err())
        .contains("root: warning: has no effect: all_reduce has no root.");
  }

  /** From rank 3 in a chain 3, 4, …, as from 0: in a node all are alike. */
  @ParameterizedTest
  @CsvSource({"broadcast, ring", "reduce, ring", "gather, direct", "scatter, direct"})
  void anyRankMayBeTheRoot(String operation, String algorithm) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("root.yaml"),
            SCENARIO.replace("algorithm-file: ring.xml", "algorithm: " + algorithm));
    JsonNode from0 = json(file, "operation=" + operation);
    JsonNode from3 = json(file, "operation=" + operation, "root=3");
    assertThat(seconds(from3)).isCloseTo(seconds(from0), within(1e-9));
    Invocation text = weft("run", file, "operation=" + operation, "root=3");
    assertThat(text.out()).containsPattern("float +(sum|none) +3 ");
    assertThat(weft("check", file, "operation=" + operation, "root=8").err())
        .contains("root: is 8, but the ranks are 0 … 7. Maybe 0.");
  }
}
