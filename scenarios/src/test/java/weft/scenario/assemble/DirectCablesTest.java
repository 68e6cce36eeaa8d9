package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.scenario.parse.ScenarioException;
import weft.scenario.validate.ScenarioLoader;
import weft.topology.graph.CableClass;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;

/** The cables of fabrics of directly joined switches have the length and kind that is asked for. */
final class DirectCablesTest {

  private static final HardwareCatalog HARDWARE = HardwareCatalog.standard();
  private static final ModelCatalog MODELS = ModelCatalog.standard();

  private static final String DRAGONFLY =
      "dragonfly: { node: dgx-h100, switches-per-group: 4, nics-per-switch: 2,"
          + " global-links-per-switch: 1, groups: 5, ";
  private static final String PLUS =
      "dragonfly-plus: { node: dgx-h100, leaves-per-group: 4, spines-per-group: 4,"
          + " nics-per-leaf: 2, global-links-per-spine: 1, groups: 5, ";
  private static final String TORUS =
      "switch-torus: { node: dgx-h100, dimensions: [2, 2], nodes-per-switch: 1, ";

  /** FR modules over 300 m: (300 − 10) m × 5 ns/m = 1.45 µs more than over the usual 10 m. */
  @ParameterizedTest
  @CsvSource({"global, dragonfly", "global, dragonfly-plus", "local, switch-torus"})
  void lengthReachesTheLatency(String key, String family) {
    String optics = "optics: { %s: 800g-2xfr4 }".formatted(key);
    String tier = family.equals("switch-torus") ? "torus" : "global";
    CableClass near = cables(start(family) + optics + " }", tier);
    CableClass far =
        cables(
            start(family) + optics + ", cables: { %s: { length: 300m } } }".formatted(key), tier);
    assertThat(near.lengthMm()).isEqualTo(10_000);
    assertThat(far.lengthMm()).isEqualTo(300_000);
    assertThat(far.latencyPs() - near.latencyPs()).isEqualTo(1_450_000);
  }

  @Test
  void kindReachesTheBill() {
    CableClass copper =
        cables(DRAGONFLY + "cables: { local: { kind: dac, length: 2m } } }", "local");
    assertThat(copper.cable()).isEqualTo(HARDWARE.cable("400g-dac"));
    assertThat(copper.lowerTransceiver()).isNull();
    assertThat(copper.lengthMm()).isEqualTo(2_000);
    CableClass node = cables(PLUS + "cables: { node-switch: { length: 30m } } }", "node-leaf");
    assertThat(node.lengthMm()).isEqualTo(30_000);
    assertThat(node.cable()).isEqualTo(HARDWARE.cable("multimode-fibre"));
  }

  @Test
  void whatDoesNotReachIsSaid() {
    assertThatThrownBy(() -> cables(DRAGONFLY + "cables: { global: { length: 300m } } }", "global"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(
            "cables.global: transceiver 800g-2xsr4 (optics.global) reaches 50m, not 300m. Maybe"
                + " optics.global: 800g-2xdr4.");
  }

  /** Seven groups of ten global ports: one link to each of six others leaves four unused. */
  @Test
  void unusedGlobalPortsAreSaid() {
    String fabric =
        "dragonfly: { node: dgx-h100, switches-per-group: 5, nics-per-switch: 8,"
            + " global-links-per-switch: 2, groups: 7 }";
    assertThat(load(fabric).warnings().render())
        .contains(
            "fabric.dragonfly: 4 of the 10 global ports of each group stay unused: links to"
                + " each of 6 others, 1 each, take the rest.");
    assertThat(load(fabric.replace("groups: 7", "groups: 6")).warnings().list()).isEmpty();
  }

  private static String start(String family) {
    return List.of(DRAGONFLY, PLUS, TORUS).stream()
        .filter(text -> text.startsWith(family + ":"))
        .findFirst()
        .orElseThrow();
  }

  private static CableClass cables(String fabric, String tier) {
    Topology topology = new Assembler(HARDWARE, MODELS).topology(load(fabric).spec());
    return topology.cables().stream()
        .filter(cable -> cable.tier().name().equals(tier))
        .findFirst()
        .orElseThrow()
        .type();
  }

  private static ScenarioLoader.Loaded load(String fabric) {
    String text =
        "fabric: { %s }\nworkload: { collective: { operation: all_reduce, begin: 1MiB } }\n"
            .formatted(fabric);
    return new ScenarioLoader(new KnownNames(HARDWARE, MODELS))
        .load("my.yaml", "my", text, List.of());
  }
}
