package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.analyse.TopologySummary;
import weft.topology.analyse.TransceiverCount;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.Transceiver;

final class SuperPodTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType H100 = CATALOG.node("dgx-h100");

  /**
   * NVIDIA RA-11333-001 V11, tables 3 and 4, and the B200 reference architecture. Table 4 counts
   * four cables of the management system (UFM) as node–leaf, which Weft does not build: they are
   * taken off here.
   */
  @ParameterizedTest
  @CsvSource({
    "dgx-h100, 1,  31,  248,  8,  4,  252, 4,  256",
    "dgx-h100, 2,  63,  504, 16,  8,  508, 4,  512",
    "dgx-h100, 3,  95,  760, 24, 16,  764, 4,  768",
    "dgx-h100, 4, 127, 1016, 32, 16, 1020, 4, 1024",
    "dgx-h100, 4, 128, 1024, 32, 16, 1024, 0, 1024",
    "dgx-h100, 8, 256, 2048, 64, 32, 2048, 0, 2048",
    "dgx-b200, 2,  64,  512, 16,  8,  512, 0,  512",
    "dgx-b200, 4, 128, 1024, 32, 16, 1024, 0, 1024",
    "dgx-b200, 8, 256, 2048, 64, 32, 2048, 0, 2048",
  })
  void countsOfTheReferenceArchitectures(
      String node,
      int units,
      int nodes,
      int gpus,
      int leaf,
      int spine,
      int nodeLeaf,
      int ufm,
      int leafSpine) {
    TopologySummary summary =
        TopologySummary.of(new SuperPod(CATALOG.node(node), units).nodes(nodes).build());
    assertThat(summary.nodes()).isEqualTo(nodes);
    assertThat(summary.gpus()).isEqualTo(gpus);
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", leaf, "spine", spine));
    assertThat(summary.cables())
        .isEqualTo(Map.of("node-leaf", nodeLeaf - ufm, "leaf-spine", leafSpine));
  }

  /** The rows with a core layer, and sizes that fill it only in part. */
  @ParameterizedTest
  @CsvSource({
    "dgx-h100, 16,  4096, 128, 128,  64,  4096,  4096,  4096",
    "dgx-h100, 32,  8192, 256, 256, 128,  8192,  8192,  8192",
    "dgx-h100, 64, 16384, 512, 512, 256, 16384, 16384, 16384",
    "dgx-b200, 16,  4096, 128, 128,  64,  4096,  4096,  4096",
    "dgx-b200, 32,  8192, 256, 256, 128,  8192,  8192,  8192",
    "dgx-b200, 64, 16384, 512, 512, 256, 16384, 16384, 16384",
    "dgx-h200,  9,  2304,  72, 128,  64,  2304,  2304,  4096",
    "dgx-h200, 33,  8448, 264, 512, 256,  8448,  8448, 16384",
  })
  @Tag("slow")
  void countsWithACoreLayer(
      String node,
      int units,
      int gpus,
      int leaf,
      int spine,
      int core,
      int nodeLeaf,
      int leafSpine,
      int spineCore) {
    Topology topology = new SuperPod(CATALOG.node(node), units).build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.gpus()).isEqualTo(gpus);
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", leaf, "spine", spine, "core", core));
    assertThat(summary.cables())
        .isEqualTo(Map.of("node-leaf", nodeLeaf, "leaf-spine", leafSpine, "spine-core", spineCore));
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
    assertThat(summary.tiers())
        .allSatisfy(
            tier -> assertThat(tier.oversubscription()).as(tier.name()).isLessThanOrEqualTo(1));
  }

  /**
   * The row of DGX A100 in two secondary sources, one of which prints 1,124 cables between leaf and
   * spine: four of the management system (UFM) too many, as with H100. 14 cables lead up from each
   * spine; all cores are full.
   */
  @Test
  void theA100SuperPod() {
    Topology topology = new SuperPod(CATALOG.node("dgx-a100"), 7).build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.gpus()).isEqualTo(1120);
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", 56, "spine", 80, "core", 28));
    assertThat(summary.cables())
        .isEqualTo(Map.of("node-leaf", 1120, "leaf-spine", 1124 - 4, "spine-core", 1120));
    for (DeviceKind full : List.of(DeviceKind.LEAF, DeviceKind.CORE)) {
      assertThat(topology.devices(full))
          .allSatisfy(device -> assertThat(topology.graph().degreeOf(device)).isEqualTo(40));
    }
    assertThat(summary.transceiversPerGpu()).isEqualTo(Map.of("200G", 6.0));
  }

  /** Below seven units an assumption: two layers while a spine has a port for each leaf. */
  @ParameterizedTest
  @CsvSource({"1, 8, 4, 0", "2, 16, 10, 0", "5, 40, 20, 0", "6, 48, 80, 28"})
  void smallerA100SuperPods(int units, int leaf, int spine, int core) {
    TopologySummary summary =
        TopologySummary.of(new SuperPod(CATALOG.node("dgx-a100"), units).build());
    assertThat(summary.switches().get("leaf")).isEqualTo(leaf);
    assertThat(summary.switches().get("spine")).isEqualTo(spine);
    assertThat(summary.switches().getOrDefault("core", 0)).isEqualTo(core);
  }

  /**
   * DGX B300 reference architecture, which counts an 800G cable where Weft has two of 400G, one for
   * each plane.
   */
  @ParameterizedTest
  @CsvSource({
    " 1,   64,  512,  16,   8,  512,  512",
    " 2,  128, 1024,  32,  16, 1024, 1024",
    " 4,  256, 2048,  64,  32, 2048, 2048",
    " 8,  512, 4096, 128,  64, 4096, 4096",
    "16, 1024, 8192, 256, 128, 8192, 8192",
  })
  void countsOfB300(
      int units, int nodes, int gpus, int leaf, int spine, int nodeLeaf, int leafSpine) {
    Topology topology = new SuperPod(CATALOG.node("dgx-b300"), units).build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.nodes()).isEqualTo(nodes);
    assertThat(summary.gpus()).isEqualTo(gpus);
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", leaf, "spine", spine));
    assertThat(summary.cables())
        .isEqualTo(Map.of("node-leaf", 2 * nodeLeaf, "leaf-spine", 2 * leafSpine));
    assertThat(summary.tiers().stream().filter(tier -> !tier.insideNode()))
        .allSatisfy(tier -> assertThat(tier.rateBps()).isEqualTo(400_000_000_000L));
    assertThat(topology.devices().stream().filter(device -> device.kind().isNetworkSwitch()))
        .allSatisfy(device -> assertThat(topology.graph().degreeOf(device)).isEqualTo(128));
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
  }

  /**
   * DGX B300 XDR reference architecture. Its last row prints 9,216 GPUs, which is a misprint: 1,296
   * nodes have 10,368, as many as it prints cables.
   */
  @ParameterizedTest
  @CsvSource({
    " 1,   72,   576,   8,  4,   576,   576",
    " 2,  144,  1152,  16,  8,  1152,  1152",
    " 4,  288,  2304,  32, 18,  2304,  2304",
    " 8,  576,  4608,  64, 36,  4608,  4608",
    "18, 1296, 10368, 144, 72, 10368, 10368",
  })
  void countsOfB300Xdr(
      int units, int nodes, int gpus, int leaf, int spine, int nodeLeaf, int leafSpine) {
    TopologySummary summary =
        TopologySummary.of(new SuperPod(CATALOG.node("dgx-b300-xdr"), units).build());
    assertThat(summary.nodes()).isEqualTo(nodes);
    assertThat(summary.gpus()).isEqualTo(gpus);
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", leaf, "spine", spine));
    assertThat(summary.cables()).isEqualTo(Map.of("node-leaf", nodeLeaf, "leaf-spine", leafSpine));
    assertThat(summary.tiers())
        .allSatisfy(tier -> assertThat(tier.oversubscription()).as(tier.name()).isEqualTo(1));
  }

  @Test
  void aSpineBelowTheCoresServesOneRail() {
    Topology topology = new SuperPod(H100, 16).build();
    assertThat(topology.cables())
        .filteredOn(cable -> cable.tier().equals(CableTier.LEAF_SPINE))
        .allSatisfy(cable -> assertThat(cable.upper().rail()).isEqualTo(cable.lower().rail()));
    assertThat(topology.devices(DeviceKind.CORE).map(Device::name))
        .hasSize(64)
        .contains("core-00", "core-63");
    assertThat(topology.devices(DeviceKind.CORE))
        .allSatisfy(core -> assertThat(topology.graph().degreeOf(core)).isEqualTo(64));
  }

  /** The report's section 2.5: 1,024 × 400G, 512 + 1,024 × 800G; GPU : module 1 : 1, 1 : 1.5. */
  @Test
  void modulesOfTheReport() {
    TopologySummary summary = TopologySummary.of(new SuperPod(H100, 4).build());
    assertThat(summary.transceiverCounts())
        .containsExactly(
            count(CableTier.NODE_LEAF, DeviceKind.NIC, "400g-sr4", 1024),
            count(CableTier.NODE_LEAF, DeviceKind.LEAF, "800g-2xsr4", 512),
            count(CableTier.LEAF_SPINE, DeviceKind.LEAF, "800g-2xsr4", 512),
            count(CableTier.LEAF_SPINE, DeviceKind.SPINE, "800g-2xsr4", 512));
    assertThat(summary.transceivers()).isEqualTo(Map.of("400G", 1024, "800G", 1536));
    assertThat(summary.transceiversPerGpu()).isEqualTo(Map.of("400G", 1.0, "800G", 1.5));
  }

  /**
   * RA-11333-001 V11, table 8, for 127 nodes: 2,040 cables, 48 switches, 1,536 modules in switches,
   * and 508 in nodes, which there are twin-port as well.
   */
  @Test
  void billOfMaterialsOf127Nodes() {
    Transceiver twinPort = CATALOG.transceiver("800g-2xsr4");
    TierOptics twinPorts = new TierOptics(twinPort, twinPort);
    Optics optics = new Optics(twinPorts, twinPorts, twinPorts);
    TopologySummary summary =
        TopologySummary.of(new SuperPod(H100, 4).nodes(127).optics(optics).build());
    assertThat(summary.cables()).isEqualTo(Map.of("node-leaf", 1016, "leaf-spine", 1024));
    assertThat(summary.switches().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(48);
    assertThat(modulesAt(summary, DeviceKind.NIC)).isEqualTo(508);
    assertThat(modulesAt(summary, DeviceKind.LEAF) + modulesAt(summary, DeviceKind.SPINE))
        .isEqualTo(1536);
  }

  /** Five to seven units get the spines of eight. */
  @ParameterizedTest
  @CsvSource({"5, 40, 32, 1280", "6, 48, 32, 1536", "7, 56, 32, 1792"})
  void sizesBetweenPowersOfTwo(int units, int leaf, int spine, int leafSpine) {
    TopologySummary summary = TopologySummary.of(new SuperPod(H100, units).build());
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", leaf, "spine", spine));
    assertThat(summary.cables()).containsEntry("leaf-spine", leafSpine);
  }

  @Test
  void nothingIsOversubscribed() {
    assertThat(TopologySummary.of(new SuperPod(H100, 3).build()).tiers())
        .allSatisfy(tier -> assertThat(tier.oversubscription()).as(tier.name()).isEqualTo(1));
  }

  @Test
  void whatIsNotBuiltIsSaid() {
    assertThatThrownBy(() -> new SuperPod(H100, 65))
        .isInstanceOf(TopologyException.class)
        .hasMessage(
            "a superpod of 65 scalable units of dgx-h100; its reference ends at 64. Maybe"
                + " rail-optimized.");
    assertThatThrownBy(() -> new SuperPod(H100, 0))
        .hasMessage("a superpod of 0 scalable units. Maybe 1.");
    assertThatThrownBy(() -> new SuperPod(CATALOG.node("gb200-nvl72"), 4))
        .hasMessage(
            "a superpod of gb200-nvl72 is not defined, only of dgx-a100, dgx-h100, dgx-h200,"
                + " dgx-b200, dgx-b300, dgx-b300-xdr. Maybe rail-optimized.");
  }

  @ParameterizedTest
  @CsvSource({"96", "129", "-1"})
  void nodesBelongToTheLastUnit(int nodes) {
    assertThatThrownBy(() -> new SuperPod(H100, 4).nodes(nodes))
        .hasMessage(
            "nodes of 4 scalable units: %d is out of range; it lies between 97 and 128", nodes);
  }

  private static TransceiverCount count(CableTier tier, DeviceKind end, String module, int count) {
    return new TransceiverCount(tier, end, CATALOG.transceiver(module), count);
  }

  private static int modulesAt(TopologySummary summary, DeviceKind end) {
    return summary.transceiverCounts().stream()
        .filter(count -> count.end() == end)
        .mapToInt(TransceiverCount::count)
        .sum();
  }
}
