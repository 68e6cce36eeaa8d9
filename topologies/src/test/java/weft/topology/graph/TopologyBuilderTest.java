package weft.topology.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.topology.error.TopologyException;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.Transceiver;

final class TopologyBuilderTest {

  private static final LinkType LINK = LinkType.lossless("link", 400_000_000_000L, 0);

  private final TopologyBuilder builder = new TopologyBuilder("test");
  private final Device leaf = builder.addDevice(DeviceKind.LEAF, "leaf", Device.NONE, 0);
  private final Device spine =
      builder.addDevice(DeviceKind.SPINE, "spine", Device.NONE, Device.NONE);

  @Test
  void cablesMayRunInParallel() {
    Cable first = builder.connect(new CableClass(CableTier.LEAF_SPINE, LINK), leaf, spine);
    Cable second = builder.connect(new CableClass(CableTier.LEAF_SPINE, LINK), leaf, spine);
    assertThat(builder.build().graph().getAllEdges(leaf, spine)).containsExactly(first, second);
  }

  @Test
  void theGraphCannotBeChanged() {
    Topology topology = builder.build();
    assertThatThrownBy(() -> topology.graph().removeVertex(leaf))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void namesAreUnique() {
    assertThatThrownBy(() -> builder.addDevice(DeviceKind.LEAF, "leaf", Device.NONE, 1))
        .isInstanceOf(TopologyException.class)
        .hasMessage("two devices are called leaf");
  }

  @Test
  void cablesLeadUp() {
    assertThatThrownBy(
            () -> builder.connect(new CableClass(CableTier.LEAF_SPINE, LINK), spine, leaf))
        .hasMessage("a leaf–spine cable leads up from spine to leaf, which stands lower");
    assertThatThrownBy(
            () -> builder.connect(new CableClass(CableTier.LEAF_SPINE, LINK), leaf, leaf))
        .hasMessage("a leaf–spine cable leads from leaf to itself");
  }

  @Test
  void aModuleKeepsUpWithItsCable() {
    Transceiver slow = HardwareCatalog.standard().transceiver("200g-sr4");
    assertThatThrownBy(() -> new CableClass(CableTier.LEAF_SPINE, LINK, null, slow))
        .hasMessage("transceiver 200g-sr4 ends no cable of 400G");
  }
}
