package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import weft.topology.build.Clos;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;

final class PortAnalysisTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType H100 = CATALOG.node("dgx-h100");

  @Test
  void aSuperPodFillsItsSwitches() {
    assertThat(PortAnalysis.of(new SuperPod(H100, 4).nodes(127).build()))
        .containsExactly(
            new PortUse("leaf", "qm9700", 32, 64, 63, 64),
            new PortUse("spine", "qm9700", 16, 64, 64, 64));
  }

  /** Two cables of 200G share a port of 400G: 3 nodes take 3 ports, 5 uplinks another 3. */
  @Test
  void slowCablesShareAPortWithinTheirTier() {
    assertThat(
            PortAnalysis.of(Clos.leafSpine(H100, 3, 3, 5).uplinkRateBps(200_000_000_000L).build()))
        .containsExactly(
            new PortUse("leaf", "qm9700", 8, 64, 6, 6),
            new PortUse("spine", "qm9700", 5, 64, 4, 4));
  }

  @Test
  void aSwitchWithoutTypeIsNotCounted() {
    LinkType link = LinkType.lossless("link", 1, 0);
    assertThat(PortAnalysis.of(new SingleSwitch(3, link).build())).isEmpty();
  }

  @Test
  void tooManyCablesNameTheSwitch() {
    SwitchType twoPorts = CATALOG.switchType("qm9700").withPorts(2);
    TopologyBuilder builder = new TopologyBuilder("overfull");
    Device leaf = builder.addSwitch(DeviceKind.LEAF, "leaf-7", Device.NONE, twoPorts);
    for (int gpu = 0; gpu < 3; gpu++) {
      Device device = builder.addDevice(DeviceKind.GPU, "gpu-" + gpu, gpu, 0);
      builder.connect(new CableClass(CableTier.NODE_LEAF, H100.nicLink()), device, leaf);
    }
    assertThatThrownBy(() -> PortAnalysis.of(builder.build()))
        .isInstanceOf(TopologyException.class)
        .hasMessage("leaf-7 needs 3 ports, but a qm9700 has 2");
  }
}
