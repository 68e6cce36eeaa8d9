package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.parse.ComparisonReader;
import weft.topology.hardware.HardwareCatalog;

/** The schema, judged by a validator that knows nothing of Weft. */
final class JsonSchemaTest {

  private static final String TEXT =
      JsonSchema.render(new KnownNames(HardwareCatalog.standard(), ModelCatalog.standard()));
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TEXT);

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      return files
          .filter(path -> path.toString().endsWith(".yaml") && !path.startsWith("./target"))
          .filter(path -> !ComparisonReader.isComparison(path))
          .toList();
    }
  }

  private static List<Error> errors(String yaml) {
    return SCHEMA.validate(yaml, InputFormat.YAML);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void acceptsWhatIsShipped(Path file) throws IOException {
    assertThat(errors(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scalable-units: 4 | scalable-unit: 4",
        "scalable-units: 4 | scalable-units: four",
        "scalable-units: 4 | scalable-units: -4",
        "node: dgx-h100 | node: dgx-h10",
        "begin: 1MiB | begin: 1",
        "begin: 1MiB | from: 1MiB",
        "operation: all_reduce | operation: all_reduced",
        "superpod: | superpods:",
      })
  void refusesAMistake(String right, String wrong) {
    String scenario =
        """
        fabric:
          superpod:
            node: dgx-h100
            scalable-units: 4
        workload:
          collective:
            operation: all_reduce
            begin: 1MiB
        """;
    assertThat(errors(scenario)).isEmpty();
    assertThat(errors(scenario.replace(right, wrong))).isNotEmpty();
  }

  @Test
  void aRangeMayStandForNumbersOfGpus() {
    String scenario =
        """
        fabric: { superpod: { node: dgx-h100, scalable-units: 4 } }
        workload: { collective: { operation: all_reduce, begin: 1MiB, gpus: [0-7, 9] } }
        """;
    assertThat(errors(scenario)).isEmpty();
    assertThat(errors(scenario.replace("0-7", "0-x"))).isNotEmpty();
    assertThat(errors(scenario.replace("9]", "-9]"))).isNotEmpty();
  }

  /** Where to leave it out means none; elsewhere it may mean all. */
  @Test
  void aSequenceMayBeEmptyWhereThatSaysSomething() {
    String scenario =
        """
        fabric: { superpod: { node: dgx-h100, scalable-units: 4 } }
        network: { failures: [] }
        workload: { collective: { operation: all_reduce, begin: 1MiB, gpus: [0-7, 9] } }
        """;
    assertThat(errors(scenario)).isEmpty();
    assertThat(errors(scenario.replace("[0-7, 9]", "[]"))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "catalog: | catalogue:",
        "node: { lab | nodes: { lab",
        "gpus: 4 | gpus: four",
        "gpus: 4 | gpus: 0",
        "gpus: 4 | gpu-count: 4",
        "memory: 96GB | memory: 96",
        "power: 9 W | power: 9",
        "{ memory: 96GB } | {}",
      })
  void refusesAMistakeInHardware(String right, String wrong) {
    String scenario =
        """
        fabric: { leaf-spine: { node: lab, nodes: 2, nodes-per-unit: 2, spines: 1 } }
        workload: { collective: { operation: all_reduce, begin: 1MiB } }
        catalog:
          node: { lab: { based-on: dgx-h100, gpus: 4, nics: 4 } }
          gpu: { h100: { memory: 96GB } }
          transceiver: { 400g-sr4: { power: 9 W } }
        """;
    assertThat(errors(scenario)).isEmpty();
    assertThat(errors(scenario.replace(right, wrong))).isNotEmpty();
    assertThat(errors(scenario.substring(0, scenario.indexOf("catalog:")))).isNotEmpty();
  }

  /** Also within a sequence, a name is known or the scenario's own. */
  @Test
  void refusesAnUnknownNameAtASite() {
    String scenario =
        """
        fabric:
          multi-site:
            sites:
              - name: east
                fabric: { leaf-spine: { node: lab, nodes: 4, nodes-per-unit: 2, spines: 2 } }
              - name: west
                fabric: { leaf-spine: { node: dgx-h100, nodes: 4, nodes-per-unit: 2, spines: 2 } }
            links:
              - { length: 40km, rate: 400Gbps }
        workload: { collective: { operation: all_reduce, begin: 1MiB } }
        """;
    assertThat(errors(scenario)).isNotEmpty();
    assertThat(errors(scenario.replace("lab", "dgx-a100"))).isEmpty();
    assertThat(errors(scenario + "catalog: { node: { lab: { based-on: dgx-h100 } } }\n")).isEmpty();
  }

  @Test
  void keysAreDescribed() {
    long keys = JsonMapper.shared().readTree(TEXT).findParents("description").size();
    assertThat(keys).isGreaterThan(40);
  }
}
