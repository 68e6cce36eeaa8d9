package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.topology.build.SuperPod;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;

final class ModulesTest {

  /**
   * Of 127 nodes the last unit has 31: 24 leaves of 32 NICs hold 16 twin-port modules, and so do
   * the 8 of 31. 32 leaves and 16 spines hold 16 and 32 for the cables between them; a NIC one
   * each.
   */
  @Test
  void countsAreTheModulesThemselves() {
    Topology topology =
        new SuperPod(HardwareCatalog.standard().node("dgx-h100"), 4).nodes(127).build();
    Modules modules = new Modules(topology);
    assertThat(modules.counts())
        .extracting(count -> count.tier().name() + " " + count.end().role() + " " + count.count())
        .containsExactly(
            "node-leaf nic 1016",
            "node-leaf leaf 512",
            "leaf-spine leaf 512",
            "leaf-spine spine 512");
    assertThat(modules.count()).isEqualTo(1016 + 3 * 512);
    assertThat(TopologySummary.of(topology).transceiverCounts()).isEqualTo(modules.counts());
  }
}
