package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.route.Paths;
import weft.sim.route.Router;
import weft.sim.route.UpDownRouter;
import weft.topology.compile.FabricCompiler;
import weft.topology.error.TopologyException;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.HostBus;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.ScaleUp;

final class NodeAssemblyTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType A100 = CATALOG.node("dgx-a100");
  private static final LinkType PCIE = CATALOG.link("pcie4");

  /**
   * Links: GPUs × switches, or pairs of GPUs; and host links as each row's comment adds them up.
   */
  @ParameterizedTest
  @CsvSource({
    // 8 GPUs and 8 NICs on their PCIe switches
    "dgx-a100, 6, 48, 4, 0, 16",
    // a NIC for each GPU
    "dgx-h100, 4, 32, 0, 0, 8",
    "dgx-b200, 2, 16, 0, 0, 8",
    "gb200-nvl72, 18, 1296, 0, 0, 72",
    // 4 GPUs, 2 switches to CPUs, 2 NICs
    "hgx-a100-4, 0, 6, 2, 2, 8",
    // 8 GPUs, 4 switches to CPUs, 2 NICs
    "a100-pcie-8, 0, 0, 4, 2, 14",
    // 8 GPUs and 4 NICs on their PCIe switches
    "hgx-h100-4nic, 4, 32, 4, 0, 12",
  })
  void partsOfTheCatalogueNodes(
      String name, int nvswitches, int scaleUpLinks, int pcieSwitches, int cpus, int hostLinks) {
    Topology topology = rack(CATALOG.node(name), 1);
    assertThat(topology.devices(DeviceKind.NVSWITCH)).hasSize(nvswitches);
    assertThat(topology.devices(DeviceKind.PCIE_SWITCH)).hasSize(pcieSwitches);
    assertThat(topology.devices(DeviceKind.CPU)).hasSize(cpus);
    assertThat(cables(topology, CableTier.NVLINK)).hasSize(scaleUpLinks);
    assertThat(cables(topology, CableTier.PCIE)).hasSize(hostLinks);
    assertThat(cables(topology, CableTier.CPU_CPU)).hasSize(cpus / 2);
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
  }

  @Test
  void gpusSpreadTheirLanesOverAllSwitches() {
    Topology topology = rack(A100, 1);
    Device gpu = topology.devices(DeviceKind.GPU).findFirst().orElseThrow();
    List<Cable> lanes =
        cables(topology, CableTier.NVLINK).stream()
            .filter(cable -> cable.lower().equals(gpu))
            .toList();
    assertThat(lanes).extracting(cable -> cable.upper().name()).doesNotHaveDuplicates().hasSize(6);
    assertThat(lanes.stream().mapToLong(cable -> cable.link().rateBps()).sum())
        .isEqualTo(300L * 8 * 1_000_000_000);
    Fabric fabric = FabricCompiler.compile(topology);
    assertThat(fabric.nodeName(8)).isEqualTo("node-0/nvswitch");
    assertThat(fabric.rateBps(fabric.firstLink(0))).isEqualTo(300L * 8 * 1_000_000_000);
  }

  @Test
  void aSwitchThatLacksACableStandsForItself() {
    Topology whole = rack(A100, 1);
    TopologyBuilder builder = new TopologyBuilder("one lane less");
    List<Device> copies = new ArrayList<>();
    for (Device device : whole.devices()) {
      copies.add(builder.addDevice(device.kind(), device.name(), device.node(), device.rail()));
    }
    for (Cable cable : whole.cables()) {
      if (cable.id() != 0) {
        builder.connect(
            cable.type(), copies.get(cable.lower().id()), copies.get(cable.upper().id()));
      }
    }
    Fabric fabric = FabricCompiler.compile(builder.build());
    assertThat(fabric.nodeName(8)).isEqualTo("node-0/nvswitch-0");
    assertThat(fabric.nodeName(9)).isEqualTo("node-0/nvswitch");
  }

  /** Two GPUs and two NICs share a PCIe switch, yet each GPU uses the NIC on its own rail. */
  @Test
  void pathsKeepToTheirRailsBehindASharedPcieSwitch() {
    assertThat(path(rack(A100, 2), 1, 9))
        .isEqualTo(
            "node-0/gpu-1 node-0/pcie-0 node-0/nic-1 leaf-0 node-1/nic-1 node-1/pcie-0"
                + " node-1/gpu-1");
    assertThat(path(rack(A100, 2), 0, 11))
        .isEqualTo(
            "node-0/gpu-0 node-0/pcie-0 node-0/nic-0 leaf-0 node-1/nic-3 node-1/pcie-1"
                + " node-1/gpu-3");
  }

  @Test
  void withoutNvlinkGpusMeetAtThePcieSwitchOrTheProcessors() {
    Topology topology = rack(CATALOG.node("a100-pcie-8"), 1);
    assertThat(path(topology, 0, 1)).isEqualTo("node-0/gpu-0 node-0/pcie-0 node-0/gpu-1");
    assertThat(path(topology, 0, 2))
        .isEqualTo("node-0/gpu-0 node-0/pcie-0 node-0/cpu-0 node-0/pcie-1 node-0/gpu-2");
    assertThat(path(topology, 0, 7))
        .isEqualTo(
            "node-0/gpu-0 node-0/pcie-0 node-0/cpu-0 node-0/cpu-1 node-0/pcie-3 node-0/gpu-7");
  }

  @Test
  void inAMeshGpusAreNeighbours() {
    Topology topology = rack(CATALOG.node("hgx-a100-4"), 1);
    assertThat(path(topology, 0, 3)).isEqualTo("node-0/gpu-0 node-0/gpu-3");
  }

  /** 8 × 7 / 2 links of 64 GB/s; each GPU so reaches the others with 448 GB/s. */
  @Test
  void theMeshOfAnMi300x() {
    Topology topology = rack(CATALOG.node("mi300x-8"), 1);
    List<Cable> mesh = cables(topology, CableTier.SCALE_UP);
    assertThat(mesh).hasSize(28);
    assertThat(mesh.stream().filter(cable -> cable.lower().id() == 0 || cable.upper().id() == 0))
        .hasSize(7)
        .allSatisfy(cable -> assertThat(cable.link().rateBps()).isEqualTo(64L * 8_000_000_000L));
    assertThat(path(topology, 0, 7)).isEqualTo("node-0/gpu-0 node-0/gpu-7");
  }

  /** GPUs 0 and 1 share NIC 0, and a PCIe switch with it. */
  @Test
  void twoGpusShareANic() {
    Topology topology = rack(CATALOG.node("hgx-h100-4nic"), 2);
    assertThat(path(topology, 1, 8))
        .isEqualTo(
            "node-0/gpu-1 node-0/pcie-0 node-0/nic-0 leaf-0 node-1/nic-0 node-1/pcie-0"
                + " node-1/gpu-0");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    LinkType link = CATALOG.link("nvlink3");
    assertThatThrownBy(() -> new ScaleUp(ScaleUp.Kind.NONE, link, 0))
        .isInstanceOf(TopologyException.class)
        .hasMessage("a scale-up link without a scale-up network. Maybe scale-up: switched.");
    assertThatThrownBy(() -> new ScaleUp(ScaleUp.Kind.MESH, null, 0))
        .hasMessage("a scale-up network without a scale-up link. Maybe scale-up: none.");
    assertThatThrownBy(() -> new ScaleUp(ScaleUp.Kind.SWITCHED, link, 0))
        .hasMessage(
            "0 scale-up switches in a node whose scale-up is switched. Maybe scale-up-switches: 1.");
    assertThatThrownBy(() -> new ScaleUp(ScaleUp.Kind.SWITCHED, link, 7))
        .hasMessage("7 scale-up switches cannot share 2,400,000,000,000 b/s evenly");
    assertThatThrownBy(() -> new HostBus(PCIE, 1, 2, PCIE))
        .hasMessage(
            "2 CPUs with 1 PCIe switches; each CPU has one at least. Maybe pcie-switches: 2.");
    assertThatThrownBy(() -> new HostBus(PCIE, 2, 2, null))
        .hasMessage("2 CPUs without a cpu-link between them");
    assertThatThrownBy(() -> new HostBus(PCIE, 2, 1, PCIE))
        .hasMessage("a cpu-link needs two CPUs, but there are 1. Maybe cpus: 2.");
  }

  private static Topology rack(NodeType type, int nodes) {
    return Clos.leafSpine(type, nodes, nodes, 0)
        .wiring(Wiring.RACK)
        .switchType(CATALOG.switchType("q3400"))
        .build();
  }

  private static List<Cable> cables(Topology topology, CableTier tier) {
    return topology.cables().stream().filter(cable -> cable.tier().equals(tier)).toList();
  }

  /** The only path, whatever the hash. */
  private static String path(Topology topology, int from, int to) {
    Fabric fabric = FabricCompiler.compile(topology);
    Router router = new UpDownRouter(fabric, 42);
    String first = text(fabric, router.paths(), router.path(from, to, 0));
    for (int flow = 1; flow < 20; flow++) {
      assertThat(text(fabric, router.paths(), router.path(from, to, flow))).isEqualTo(first);
    }
    return first;
  }

  private static String text(Fabric fabric, Paths paths, int path) {
    StringBuilder text = new StringBuilder(fabric.nodeName(fabric.source(paths.link(path, 0))));
    for (int hop = 0; hop < paths.hops(path); hop++) {
      text.append(' ').append(fabric.nodeName(fabric.target(paths.link(path, hop))));
    }
    return text.toString();
  }
}
