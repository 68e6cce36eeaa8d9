package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.topology.build.Clos;
import weft.topology.build.Wiring;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;

final class NodeExitsTest {

  private static final LinkType LINK = LinkType.lossless("link", 1_000, 0);

  /**
   *
   *
   * <pre>
   *   nvswitch     leaf
   *    │    │       │
   *    │    │      nic      spare     spare is a NIC that no cable leads out of
   *    │    │       │        │
   *    │    │     pcie-0 ── pcie-1 ── cpu
   *    │    │     ╱    ╲      │
   *   gpu-0 gpu-0     gpu-1  gpu-2
   * </pre>
   */
  @Test
  void throughPcieSwitches() {
    TopologyBuilder builder = new TopologyBuilder("node");
    Device[] gpus = new Device[3];
    for (int gpu = 0; gpu < gpus.length; gpu++) {
      gpus[gpu] = builder.addDevice(DeviceKind.GPU, "gpu-" + gpu, 0, 0);
    }
    Device nvswitch = builder.addDevice(DeviceKind.NVSWITCH, "nvswitch", 0, Device.NONE);
    Device pcie0 = builder.addDevice(DeviceKind.PCIE_SWITCH, "pcie-0", 0, Device.NONE);
    Device pcie1 = builder.addDevice(DeviceKind.PCIE_SWITCH, "pcie-1", 0, Device.NONE);
    Device cpu = builder.addDevice(DeviceKind.CPU, "cpu", 0, Device.NONE);
    Device nic = builder.addDevice(DeviceKind.NIC, "nic", 0, 0);
    Device spare = builder.addDevice(DeviceKind.NIC, "spare", 0, 0);
    Device leaf = builder.addDevice(DeviceKind.LEAF, "leaf", Device.NONE, Device.NONE);
    CableClass pcie = new CableClass(CableTier.PCIE, LINK);
    CableClass nvlink = new CableClass(CableTier.NVLINK, LINK);
    builder.connect(nvlink, gpus[0], nvswitch);
    builder.connect(nvlink, gpus[0], gpus[1]);
    builder.connect(pcie, gpus[0], pcie0);
    builder.connect(pcie, gpus[1], pcie0);
    builder.connect(pcie, gpus[2], pcie1);
    builder.connect(pcie, pcie0, pcie1);
    builder.connect(pcie, pcie1, cpu);
    builder.connect(pcie, pcie0, nic);
    builder.connect(pcie, pcie1, spare);
    builder.connect(new CableClass(CableTier.NODE_LEAF, LINK), nic, leaf);
    assertThat(waysOut(builder.build()))
        .containsExactly(
            "gpu-0 – pcie-0",
            "gpu-1 – pcie-0",
            "gpu-2 – pcie-1",
            "pcie-0 – pcie-1",
            "pcie-0 – nic",
            "nic – leaf");
  }

  /** GPUs 0 and 1 share a PCIe switch and two NICs: one NIC's cable lost cuts off nobody. */
  @Test
  void twoNicsOfAPcieSwitchStandInForEachOther() {
    Topology topology =
        Clos.leafSpine(HardwareCatalog.standard().node("dgx-a100"), 2, 1, 1)
            .wiring(Wiring.RACK)
            .build();
    assertThat(FailureAnalysis.of(topology))
        .filteredOn(failure -> failure.place().equals("node-leaf"))
        .extracting(FailureSummary::gpusCutOff)
        .containsExactly(0);
    assertThat(waysOut(topology))
        .noneMatch(cable -> cable.contains("nvswitch"))
        .contains("node-0/gpu-0 – node-0/pcie-0", "node-0/pcie-0 – node-0/nic-0");
  }

  private static List<String> waysOut(Topology topology) {
    NodeExits exits = new NodeExits(topology, new CableIndex(topology));
    return topology.cables().stream()
        .filter(exits::isWayOut)
        .map((Cable cable) -> cable.lower().name() + " – " + cable.upper().name())
        .toList();
  }
}
