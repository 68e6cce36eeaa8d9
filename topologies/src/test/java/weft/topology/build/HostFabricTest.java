package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.route.Router;
import weft.sim.route.UpDownRouter;
import weft.topology.compile.FabricCompiler;
import weft.topology.error.TopologyException;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.HostBus;
import weft.topology.hardware.NodeType;

/** Fabrics of packet simulators: hosts of one port, with nothing between it and the leaf. */
final class HostFabricTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType HOST = CATALOG.node("host-100g");

  /** The tree of the htsim experiments: k = 8, 128 hosts, all links 100 Gb/s and 1 µs. */
  @Test
  void aFatTreeOfHosts() {
    Topology topology = new FatTree(HOST, 8, Wiring.RACK, HOST.switchType()).network().build();
    assertThat(topology.devices(DeviceKind.NIC)).isEmpty();
    Fabric fabric = FabricCompiler.compile(topology);
    assertThat(fabric.endpointCount()).isEqualTo(128);
    assertThat(fabric.nodeCount()).isEqualTo(128 + 32 + 32 + 16);
    assertThat(fabric.linkCount()).isEqualTo(2 * 3 * 128);
    for (int link = 0; link < fabric.linkCount(); link++) {
      assertThat(fabric.rateBps(link)).isEqualTo(100_000_000_000L);
      assertThat(fabric.payloadRateBps(link)).isEqualTo(98_461_538_500L);
      assertThat(fabric.latencyPs(link)).isEqualTo(1_000_000);
    }
    for (int host = 0; host < 128; host++) {
      assertThat(targets(fabric, "node-%03d/gpu-0".formatted(host)))
          .containsExactly("leaf-%02d".formatted(host / 4));
    }
    assertThat(targets(fabric, "leaf-09"))
        .contains("spine-2-0", "spine-2-1", "spine-2-2", "spine-2-3")
        .hasSize(8);
    // Core c of plane p is the one that htsim counts as p + 4 c.
    assertThat(targets(fabric, "spine-5-2"))
        .contains("core-08", "core-09", "core-10", "core-11")
        .hasSize(8);
    Router router = new UpDownRouter(fabric, 1);
    assertThat(hops(router, 0, 1)).isEqualTo(2);
    assertThat(hops(router, 0, 5)).isEqualTo(4);
    assertThat(hops(router, 0, 127)).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"host-100g, 100", "host-200g, 200", "host-400g, 400", "host-800g, 800"})
  void aLargerFatTree(String name, int gbps) {
    NodeType node = CATALOG.node(name);
    Topology topology = new FatTree(node, 16, Wiring.RACK, node.switchType()).network().build();
    Fabric fabric = FabricCompiler.compile(topology);
    assertThat(fabric.endpointCount()).isEqualTo(1024);
    assertThat(fabric.linkCount()).isEqualTo(2 * 3 * 1024);
    assertThat(IntStream.range(0, fabric.linkCount()))
        .allMatch(link -> fabric.rateBps(link) == gbps * 1_000_000_000L)
        .allMatch(link -> fabric.latencyPs(link) == 1_000_000);
  }

  @Test
  void aLeafSpineOfHosts() {
    Fabric fabric =
        FabricCompiler.compile(Clos.leafSpine(HOST, 128, 8, 8).wiring(Wiring.RACK).build());
    assertThat(fabric.nodeCount()).isEqualTo(128 + 16 + 8);
    assertThat(targets(fabric, "leaf-12")).hasSize(16).contains("spine-0", "spine-7");
    assertThat(hops(new UpDownRouter(fabric, 1), 0, 8)).isEqualTo(4);
  }

  @Test
  void aPortForEachGpuOrAHostLink() {
    HostBus none = new HostBus(null, 0, 0, null);
    NodeType h100 = CATALOG.node("dgx-h100");
    assertThatThrownBy(() -> withBus(h100, 4, none))
        .isInstanceOf(TopologyException.class)
        .hasMessage(
            "node dgx-h100 has 8 GPUs and 4 NICs, but no host-link between them. Maybe nics: 8.");
    assertThatThrownBy(() -> new HostBus(null, 4, 0, null))
        .hasMessage("4 PCIe switches and 0 CPUs without a host-link. Maybe host-link: pcie5.");
    Fabric fabric = FabricCompiler.compile(Clos.leafSpine(withBus(h100, 8, none), 2, 2, 1).build());
    assertThat(targets(fabric, "node-0/gpu-3")).contains("leaf-0-3", "node-0/nvswitch").hasSize(2);
  }

  private static NodeType withBus(NodeType node, int nics, HostBus bus) {
    return new NodeType(
        node.name(),
        node.label(),
        node.gpu(),
        node.gpus(),
        nics,
        nics,
        node.scaleUp(),
        bus,
        node.nicLink(),
        node.nicTransceiver(),
        node.switchType());
  }

  private static int hops(Router router, int source, int destination) {
    return router.paths().hops(router.path(source, destination, 0));
  }

  private static String[] targets(Fabric fabric, String name) {
    int node =
        IntStream.range(0, fabric.nodeCount())
            .filter(one -> fabric.nodeName(one).equals(name))
            .findFirst()
            .orElseThrow();
    return IntStream.range(fabric.firstLink(node), fabric.firstLink(node + 1))
        .mapToObj(link -> fabric.nodeName(fabric.target(link)))
        .toArray(String[]::new);
  }
}
