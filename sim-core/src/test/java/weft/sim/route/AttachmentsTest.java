package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.ints.IntSets;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/** Where endpoints begin to have a choice of paths. */
final class AttachmentsTest {

  private static final long RATE = 400_000_000_000L;

  /** Two nodes of two GPUs on an NVSwitch each; GPU i of both on leaf i; a spine. */
  private static Fabric rails() {
    FabricSketch sketch = new FabricSketch().switches(3, "s").switches(2, "l0", "l1");
    for (int node = 0; node < 2; node++) {
      sketch.node("g" + node + 0, "g" + node + 1).switches(1, "n" + node);
      for (int gpu = 0; gpu < 2; gpu++) {
        sketch.cable("g" + node + gpu, "n" + node, RATE, 1);
        sketch.cable("g" + node + gpu, "l" + gpu, RATE, 1);
      }
    }
    return sketch.cable("l0", "s", RATE, 1).cable("l1", "s", RATE, 1).build();
  }

  private static Attachments up(Fabric fabric, IntSet failed) {
    return new Attachments(
        fabric, LinkIndex.upBySource(fabric, failed), true, true, new NodeFacts(fabric));
  }

  private static String node(Fabric fabric, Attachments attachments, int endpoint) {
    return fabric.nodeName(attachments.node(endpoint));
  }

  @Test
  void gpusOfARailAreAttachedToItsLeaf() {
    Fabric fabric = rails();
    Attachments up = up(fabric, IntSets.EMPTY_SET);
    // Endpoints in order: g00, g01, g10, g11.
    assertThat(node(fabric, up, 0)).isEqualTo("l0");
    assertThat(node(fabric, up, 3)).isEqualTo("l1");
    assertThat(up.id(0)).isEqualTo(up.id(2)).isNotEqualTo(up.id(1));
    assertThat(up.sharers(0)).isEqualTo(2);
    assertThat(up.links(0)).isEqualTo(1);
    assertThat(up.link(0, 0)).isEqualTo(FabricSketch.link(fabric, "g00", "l0"));
    Attachments down =
        new Attachments(
            fabric,
            LinkIndex.downByTarget(fabric, IntSets.EMPTY_SET),
            false,
            true,
            new NodeFacts(fabric));
    assertThat(node(fabric, down, 0)).isEqualTo("l0");
    assertThat(down.link(0, 0)).isEqualTo(FabricSketch.link(fabric, "l0", "g00"));
  }

  @Test
  void whoHasLostItsWayUpIsAttachedToItself() {
    Fabric fabric = rails();
    Attachments up =
        up(fabric, new IntOpenHashSet(new int[] {FabricSketch.link(fabric, "g00", "l0")}));
    assertThat(node(fabric, up, 0)).isEqualTo("g00");
    assertThat(up.links(0)).isZero();
    assertThat(up.sharers(2)).isEqualTo(1);
  }

  /** A NIC with two ports is where the choice begins; with one it is passed. */
  @Test
  void aNicWithOnePortIsNoChoice() {
    Fabric fabric = SmallFabrics.DUAL_PLANE.build();
    Attachments up = up(fabric, IntSets.EMPTY_SET);
    assertThat(node(fabric, up, 0)).isEqualTo("k0");
    int port = FabricSketch.link(fabric, "k0", "l00");
    Attachments broken = up(fabric, new IntOpenHashSet(new int[] {port}));
    assertThat(node(fabric, broken, 0)).isEqualTo("l10");
    assertThat(broken.links(0)).isEqualTo(2);
  }

  /** Below a PCIe switch with several NICs, who shares it prefers others of them. */
  @Test
  void railsBelowNicsAreToldApart() {
    Fabric fabric = SmallFabrics.RAIL_OPTIMIZED.build();
    Attachments up = up(fabric, IntSets.EMPTY_SET);
    assertThat(node(fabric, up, 0)).isEqualTo("p0").isEqualTo(node(fabric, up, 1));
    assertThat(up.id(0)).isNotEqualTo(up.id(1));
  }

  @Test
  void whereGpusAreJoinedDirectlyEachIsAttachedToItself() {
    Fabric fabric = SmallFabrics.TORUS.build();
    Attachments up = up(fabric, IntSets.EMPTY_SET);
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      assertThat(up.node(endpoint)).isEqualTo(fabric.endpointNode(endpoint));
    }
  }
}
