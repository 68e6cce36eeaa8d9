package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.collective.GroupShape;
import weft.sim.collective.cost.LinkRates;
import weft.sim.fabric.Fabric;
import weft.sim.run.GroupLinks;
import weft.topology.build.Clos;
import weft.topology.build.TierOptics;
import weft.topology.build.Torus;
import weft.topology.build.TorusShape;
import weft.topology.compile.FabricCompiler;
import weft.topology.hardware.HardwareCatalog;

/** What a library learns of the links of nodes in the catalogue. */
final class GroupLinksTest {

  /** 82.4 % of 450 GB/s; 97 % of 400 Gb/s; 2 × 300 ns; 2 × (950 + 450) ns. */
  @Test
  void nodesOfH100() {
    Fabric fabric = fabric("dgx-h100", 2);
    int[] members = IntStream.range(0, 16).toArray();
    GroupLinks links = new GroupLinks(fabric);
    GroupShape shape = links.shape(members, true);
    assertThat(shape.nodes()).isEqualTo(2);
    assertThat(shape.hasMulticast()).isTrue();
    assertThat(links.shape(members, false).hasMulticast()).isFalse();
    assertThat(links.of(members, shape))
        .isEqualTo(new LinkRates(2_966_400_000_000L, 388_000_000_000L, 600_000, 2_800_000));
  }

  /** Seven links of 75 % of 64 GB/s: to three of the others, three. */
  @Test
  void partOfAMesh() {
    Fabric fabric = fabric("mi300x-8", 1);
    GroupLinks links = new GroupLinks(fabric);
    int[] all = IntStream.range(0, 8).toArray();
    GroupShape shape = links.shape(all, true);
    assertThat(shape.isMesh()).isTrue();
    assertThat(shape.hasMulticast()).isFalse();
    assertThat(links.of(all, shape)).isEqualTo(new LinkRates(7 * 384_000_000_000L, 0, 300_000, 0));
    int[] four = IntStream.range(0, 4).toArray();
    assertThat(links.of(four, links.shape(four, true)).scaleUpBps())
        .isEqualTo(3 * 384_000_000_000L);
  }

  /**
   * A way to another GPU has 375 Gb/s; the rings of 4 × 4 have four links of each, of a row two.
   */
  @Test
  void ringsOfATorusUseAllLinksAndOtherWaysOne() {
    Torus torus =
        new Torus(
            TorusShape.torus(List.of(4, 4)),
            HardwareCatalog.standard().link("ici-v4"),
            new TierOptics(null, null));
    GroupLinks links = new GroupLinks(FabricCompiler.compile(torus.build()));
    int[] all = IntStream.range(0, 16).toArray();
    int[] row = IntStream.range(4, 8).toArray();
    int[] scattered = {0, 2, 5, 7};
    assertThat(links.shape(all, false).isGrid()).isTrue();
    assertThat(links.of(all, links.shape(all, false)).ringBps()).isEqualTo(4 * 375_000_000_000L);
    assertThat(links.of(row, links.shape(row, false)).ringBps()).isEqualTo(2 * 375_000_000_000L);
    assertThat(links.of(all, links.shape(all, false)).scaleOutBps()).isEqualTo(375_000_000_000L);
    assertThat(links.shape(scattered, false).isGrid()).isFalse();
  }

  private static Fabric fabric(String node, int nodes) {
    return FabricCompiler.compile(
        Clos.leafSpine(HardwareCatalog.standard().node(node), nodes, nodes, 1).build());
  }
}
