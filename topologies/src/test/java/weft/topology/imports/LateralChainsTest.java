package weft.topology.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.route.Router;
import weft.sim.route.UpDownRouter;
import weft.topology.compile.FabricCompiler;
import weft.topology.error.TopologyException;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;

/** What would be too long for the simulator's routes is refused with the file, not in the run. */
@Tag("slow")
final class LateralChainsTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();

  @Test
  void theLongestChainIsRouted() {
    Fabric fabric = FabricCompiler.compile(read(switches(32_768, false)));
    Router router = new UpDownRouter(fabric, 42);
    assertThat(router.paths().hops(router.path(0, 1, 0))).isEqualTo(1 + 32_767 + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {32_769, 50_000})
  void aLongerOneIsRefused(int switches) {
    assertThatThrownBy(() -> read(switches(switches, false)))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("my.dot: %,d cables of one level in a row lead from", switches - 1)
        .hasMessageEndingWith(". A path takes at most 32,767.");
  }

  /** Half of a ring's devices lie between opposite ones. */
  @ParameterizedTest
  @CsvSource({"32767, true", "40000, false", "70000, false"})
  void aRing(int switches, boolean accepted) {
    if (accepted) {
      assertThat(read(switches(switches, true)).devices()).hasSize(switches + 2);
    } else {
      assertThatThrownBy(() -> read(switches(switches, true)))
          .isInstanceOf(TopologyException.class)
          .hasMessageContaining("%,d cables of one level in a row", switches / 2);
    }
  }

  /** Switches in a row, with a GPU at the first and at the last. */
  private static String switches(int count, boolean ring) {
    StringBuilder text = new StringBuilder("graph { node [kind=switch]; edge [rate=\"1Gbps\"]\n");
    for (int i = 0; i < count; i++) {
      text.append("s%d;".formatted(i));
    }
    for (int i = 1; i < count; i++) {
      text.append("s%d -- s%d;".formatted(i - 1, i));
    }
    int last = count - 1;
    if (ring) {
      text.append("s0 -- s%d;".formatted(last));
    }
    text.append("a [kind=gpu]; b [kind=gpu]; a -- s0; b -- s%d }".formatted(last));
    return text.toString();
  }

  private static Topology read(String text) {
    return TopologyFile.parse("my.dot", text, CATALOG);
  }
}
