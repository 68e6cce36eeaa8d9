package weft.scenario.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.validate.ScenarioLoader;
import weft.topology.hardware.HardwareCatalog;

/** The committed reference is the generated one, and its example is in order. */
final class ScenarioReferenceTest {

  private static final Catalogue CATALOGUE =
      new KnownNames(HardwareCatalog.standard(), ModelCatalog.standard());

  private static final Path REFERENCE = Path.of("../docs/scenarios.md");
  private static final String REGENERATE =
      "mvn -pl scenarios -am test -Dtest=ScenarioReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dweft.regenerate=true";

  private static final String EXAMPLE =
      """
      name: gpt3-on-h100-superpod
      fabric:
        superpod: { node: dgx-h100, scalable-units: 4 }
      network:
        model: flow
        routing: { policy: ecmp }
      workload:
        training:
          model: gpt3-175b
          parallelism: { tensor: 8, pipeline: 8, data: 16 }
          global-batch: 1536
          sequence: 2048
          precision: bf16
      """;

  @Test
  void theReferenceIsUpToDate() throws IOException {
    String generated = ScenarioReference.text(EXAMPLE, CATALOGUE);
    if (Boolean.getBoolean("weft.regenerate")) {
      Files.createDirectories(REFERENCE.getParent());
      Files.writeString(REFERENCE, generated);
    }
    assertThat(REFERENCE).as("to regenerate: %s", REGENERATE).exists();
    assertThat(Files.readString(REFERENCE))
        .as("docs/scenarios.md; to regenerate: %s", REGENERATE)
        .isEqualTo(generated);
  }

  @Test
  void theExampleIsInOrder() {
    ScenarioLoader loader = new ScenarioLoader(CATALOGUE);
    for (String example : List.of(EXAMPLE, ScenarioReference.CATALOG_EXAMPLE)) {
      assertThat(loader.load("docs/scenarios.md", "example", example, List.of()).warnings().list())
          .isEmpty();
    }
  }
}
