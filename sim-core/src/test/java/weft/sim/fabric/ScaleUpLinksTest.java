package weft.sim.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.fixture.FabricSketch;

final class ScaleUpLinksTest {

  private static final long G400 = 400_000_000_000L;

  private static List<String> names(Fabric fabric) {
    ScaleUpLinks links = new ScaleUpLinks(fabric);
    return IntStream.range(0, fabric.linkCount())
        .filter(links::contains)
        .mapToObj(fabric::linkName)
        .toList();
  }

  /** {@code a0 ── nv ── a1}, a NIC each, and a leaf that joins them with another node. */
  @Test
  void theSwitchOfOneDomainIsInsideItsNicsAreNot() {
    FabricSketch sketch = new FabricSketch();
    for (String node : new String[] {"a", "b"}) {
      sketch.node(node + "0", node + "1").switches(1, node + "nv");
      for (int rail = 0; rail < 2; rail++) {
        sketch.nic(2, node + "n" + rail, rail).cable(node + rail, node + "nv", G400, 1);
        sketch.cable(node + rail, node + "n" + rail, G400, 1);
      }
    }
    sketch.switches(3, "leaf");
    for (String nic : new String[] {"an0", "an1", "bn0", "bn1"}) {
      sketch.cable(nic, "leaf", G400, 1);
    }
    assertThat(names(sketch.build()))
        .containsExactlyInAnyOrder(
            "a0 → anv",
            "anv → a0",
            "a1 → anv",
            "anv → a1",
            "b0 → bnv",
            "bnv → b0",
            "b1 → bnv",
            "bnv → b1");
  }

  @Test
  void gpusOfOneDomainMayBeJoinedDirectly() {
    Fabric fabric =
        new FabricSketch()
            .node("a", "b")
            .node("c")
            .cable("a", "b", G400, 1)
            .cable("b", "c", G400, 1)
            .build();
    assertThat(names(fabric)).containsExactlyInAnyOrder("a → b", "b → a");
  }

  @Test
  void aSwitchOfSeveralDomainsIsOutside() {
    assertThat(names(FabricSketch.star(4, G400, 1))).isEmpty();
  }
}
