package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** docs/results.md names every key that is printed, and no other. */
@Tag("slow")
final class ResultsDocumentTest {

  private static final Path GOLDEN = Path.of("src/test/resources/weft/scenario/golden");
  @TempDir private Path folder;

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| [^|]+ \\| \\S.*\\. \\|$");

  /** Objects whose keys are names, and what the document writes for these. */
  private static final Pattern NAMES =
      Pattern.compile(
          "^(?:fabric\\.)?(switches|cables|transceivers|transceiversPerGpu|meetings\\[]\\.bytes)$");

  @Test
  void resultsAreDocumented() throws IOException {
    Set<String> keys = new TreeSet<>();
    collect("", weft("run", GOLDEN.resolve("training.yaml"), "--format=json").json(), keys);
    collect(
        "",
        weft(
                "run",
                GOLDEN.resolve("collective.yaml"),
                "--format=json",
                "--set",
                "network.model=analytic",
                "--set",
                "network.routing.policy=ecmp")
            .json(),
        keys);
    collect(
        "",
        weft(
                "run",
                GOLDEN.resolve("collective.yaml"),
                "--format=json",
                "--set",
                "network.model=packet",
                "--set",
                "workload.collective.end=1MiB")
            .json(),
        keys);
    Path jobs = REPOSITORY.resolve("scenarios/jobs/two-trainings.yaml");
    collect("", weft("run", jobs, "--format=json").json(), keys);
    Path traffic = folder.resolve("traffic.yaml");
    Files.writeString(
        traffic,
        """
        fabric: { single-switch: { gpus: 4, rate: 400Gbps, gpu: h100, latency: 1us } }
        workload:
          jobs: [ { name: a, gpu-count: 4, workload: { flows: { shift: { size: 1MB } } } } ]
        """);
    collect("", weft("run", traffic, "--format=json").json(), keys);
    Path served = REPOSITORY.resolve("scenarios/inference/llama-70b-disaggregated.yaml");
    collect("", weft("run", served, "--format=json").json(), keys);
    Path flows = REPOSITORY.resolve("scenarios/tour/C01-incast.yaml");
    collect("", weft("run", flows, "--format=json").json(), keys);
    Path failure = REPOSITORY.resolve("scenarios/tour/C03-link-fails.yaml");
    collect("", weft("run", failure, "--format=json").json(), keys);
    assertThat(keys).isEqualTo(documented("weft-result/1"));
  }

  /** The flows of one on another model, so that something misses. */
  @Test
  void comparisonsAreDocumented() throws IOException {
    Set<String> keys = new TreeSet<>();
    Path comparison = folder.resolve("my.yaml");
    Path tour = REPOSITORY.resolve("scenarios/tour/C01-incast.yaml");
    Files.writeString(folder.resolve("my.csv"), "id,fct\n1,60us\n2,60us\n3,60us\n");
    Files.copy(tour, folder.resolve("incast.yaml"));
    Files.copy(REPOSITORY.resolve("scenarios/tour/B01-one-gpu.yaml"), folder.resolve("step.yaml"));
    List<String> runs =
        List.of(
            "{ scenario: incast.yaml, fct: my.csv, tolerance: { mean: 0 } }",
            "{ scenario: step.yaml, step: 1s, group: mine, series: mine },"
                + " { scenario: step.yaml, step: 1s, series: mine, set: [ "
                + "fabric.single-switch.gpus=2, workload.training.parallelism.data=2, "
                + "workload.training.global-batch=8 ] }",
            "{ scenario: step.yaml, budget:"
                + " { zflop: 1, tflops: 100, utilization: 0.5, printed: 1, gpus: 8 } }");
    for (String run : runs) {
      Files.writeString(comparison, "runs: [ " + run + " ]\n");
      collect("", weft("run", comparison, "--format=json").json(), keys);
    }
    Files.writeString(folder.resolve("times.csv"), "size,time\n1073741824,4ms\n");
    Files.writeString(
        folder.resolve("ring.yaml"),
        """
        fabric: { superpod: { node: dgx-h100, scalable-units: 1, nodes: 1 } }
        workload: { collective: { operation: all_reduce, begin: 1GiB } }
        """);
    Files.writeString(
        comparison,
        """
        scored: both
        regions: [ { from: 64MiB, to: 2GiB, mean: 0.1 } ]
        runs: [ { scenario: ring.yaml, times: times.csv } ]
        """);
    collect("", weft("run", comparison, "--format=json").json(), keys);
    assertThat(keys).isEqualTo(documented("weft-comparison/1"));
  }

  /** What is said of a slow rank has no scenario yet. */
  @Test
  void explanationsAreDocumented() throws IOException {
    Set<String> keys = new TreeSet<>();
    Path training = GOLDEN.resolve("training.yaml");
    collect("", weft("explain", training, "--what-if", "--format=json").json(), keys);
    Path nobodyWaits = REPOSITORY.resolve("scenarios/tour/B03-tensor-parallel.yaml");
    collect("", weft("explain", nobodyWaits, "--format=json").json(), keys);
    Path flows = REPOSITORY.resolve("scenarios/tour/C01-incast.yaml");
    collect("", weft("explain", flows, "--format=json").json(), keys);
    Path served = REPOSITORY.resolve("scenarios/inference/llama-70b-pipeline.yaml");
    collect("", weft("explain", served, "--what-if", "--format=json").json(), keys);
    keys.remove("criticalPath.slowRank");
    Set<String> documented = documented("weft-explain/1");
    documented.removeIf(key -> key.startsWith("criticalPath.slowRank"));
    assertThat(keys).isEqualTo(documented);
  }

  @Test
  void topologiesAreDocumented() throws IOException {
    Set<String> keys = new TreeSet<>();
    collect("", weft("topology", GOLDEN.resolve("training.yaml"), "--format=json").json(), keys);
    Path circuits = REPOSITORY.resolve("scenarios/fabrics/torus-ocs.yaml");
    collect("", weft("topology", circuits, "--format=json").json(), keys);
    assertThat(keys).isEqualTo(documented("weft-topology/1"));
  }

  @Test
  void cataloguesAreDocumented() throws IOException {
    Set<String> keys = new TreeSet<>();
    collect("", weft("catalog", "--format=json").json(), keys);
    assertThat(keys).isEqualTo(documented("weft-catalog/1"));
  }

  private static Set<String> documented(String schema) throws IOException {
    String document = Files.readString(REPOSITORY.resolve("docs/results.md"));
    String section = document.substring(document.indexOf("\n## " + schema) + 1);
    int end = section.indexOf("\n## ");
    return ROW.matcher(end < 0 ? section : section.substring(0, end))
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void collect(String path, JsonNode node, Set<String> keys) {
    if (node.isArray()) {
      node.forEach(entry -> collect(path + "[]", entry, keys));
    } else if (node.isObject()) {
      for (var property : node.properties()) {
        String key = NAMES.matcher(path).matches() ? name(path) : property.getKey();
        collect(path.isEmpty() ? key : path + "." + key, property.getValue(), keys);
      }
    } else {
      keys.add(path);
    }
  }

  private static String name(String path) {
    if (path.endsWith("switches")) {
      return "<role>";
    }
    if (path.endsWith("bytes")) {
      return "<job>";
    }
    return path.equals("cables") ? "<tier>" : "<rate>";
  }
}
