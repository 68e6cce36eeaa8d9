package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.analyse.CutSummary;
import weft.topology.analyse.TierSummary;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.analyse.TopologySummary;
import weft.topology.error.TopologyException;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;

/** Networks whose counts Weft chooses: rail-optimized, rail-only, multi-plane, nvl72. */
@Tag("slow")
final class ClosSizingTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType H100 = CATALOG.node("dgx-h100");
  private static final NodeType NVL72 = CATALOG.node("gb200-nvl72");

  /**
   * 64 ports of 400G, eight rails. At 1 : 1 a unit has 32 nodes, at 3 : 1 48 of them with 16
   * uplinks a leaf; a spine takes 64 leaves, eight units, before there are cores.
   */
  @ParameterizedTest
  @CsvSource({
    // nodes, ratio, leaf, spine, core, leaf-spine, spine-core
    "  1,  1,   8,   1,   0,     8,     0",
    " 32,  1,   8,   4,   0,   256,     0",
    " 33,  1,  16,   8,   0,   512,     0",
    "256,  1,  64,  32,   0,  2048,     0",
    "512,  1, 128, 128,  64,  4096,  4096",
    "384,  3,  64,  16,   0,  1024,     0",
    "768,  3, 128,  64,  32,  2048,  2048",
  })
  void railOptimized(
      int nodes, double ratio, int leaf, int spine, int core, int leafSpine, int spineCore) {
    Topology topology = new ClosSizing(H100, nodes).oversubscription(ratio).network().build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.gpus()).isEqualTo(8 * nodes);
    assertCounts(summary, leaf, spine, core);
    assertThat(summary.cables()).containsEntry("node-leaf", 8 * nodes);
    assertThat(summary.cables()).containsEntry("leaf-spine", leafSpine);
    assertThat(summary.cables().getOrDefault("spine-core", 0)).isEqualTo(spineCore);
    assertThat(oversubscription(summary, "leaf-spine")).isEqualTo(ratio);
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
  }

  /** Any number of nodes up to k³/4 ports fits, with no more oversubscription than asked for. */
  @ParameterizedTest
  @CsvSource({"1", "1.5", "2", "7", "16"})
  void anyNumberFits(double ratio) {
    for (int nodes = 1; nodes <= 8192; nodes += 1 + nodes / 7) {
      Clos clos = new ClosSizing(H100, nodes).oversubscription(ratio).network().check();
      assertThat(clos.gpus()).isEqualTo(8 * nodes);
      double down = clos.layer().nicsOfFullLeaf();
      assertThat(down / (clos.spinesPerGroup * clos.cablesPerLeafPair))
          .as("%d nodes", nodes)
          .isLessThanOrEqualTo(ratio);
    }
  }

  @Test
  void coresMayBeOversubscribed() {
    TopologySummary summary =
        TopologySummary.of(new ClosSizing(H100, 512).coreOversubscription(2).network().build());
    assertThat(oversubscription(summary, "leaf-spine")).isEqualTo(1);
    assertThat(oversubscription(summary, "spine-core")).isEqualTo(2);
  }

  /** Four rails and 18 NICs of a rack on each; a leaf of 144 ports takes four racks. */
  @ParameterizedTest
  @CsvSource({
    // racks, switch, leaf, spine, core, leaf-spine, spine-core
    "  1, q3400,    4,   1,   0,   72,    0",
    "  8, q3400,    8,   4,   0,  576,    0",
    "128, q3400,  128,  72,   0, 9216,    0",
    "128, sn5600, 512, 288, 144, 9216, 9216",
  })
  void racksOf72(
      int racks, String switchType, int leaf, int spine, int core, int leafSpine, int spineCore) {
    Topology topology =
        Nvl72.of(NVL72, racks).switchType(CATALOG.switchType(switchType)).network().build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.nodes()).isEqualTo(racks);
    assertThat(summary.gpus()).isEqualTo(72 * racks);
    assertCounts(summary, leaf, spine, core);
    assertThat(summary.cables()).containsEntry("node-leaf", 72 * racks);
    assertThat(summary.cables()).containsEntry("leaf-spine", leafSpine);
    assertThat(summary.cables().getOrDefault("spine-core", 0)).isEqualTo(spineCore);
    assertThat(summary.tiers())
        .allSatisfy(tier -> assertThat(tier.oversubscription()).as(tier.name()).isEqualTo(1));
    assertThat(topology.devices(DeviceKind.LEAF).map(Device::rail).collect(Collectors.toSet()))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void onlyRacksOf72AreNvl72() {
    assertThatThrownBy(() -> Nvl72.of(H100, 1))
        .isInstanceOf(TopologyException.class)
        .hasMessage("a rack of nvl72 has 72 GPUs, but dgx-h100 has 8. Maybe rail-optimized.");
    assertThat(Nvl72.of(CATALOG.node("gb300-nvl72"), 8).network().check().gpus()).isEqualTo(576);
  }

  /** Nothing but the nodes joins the rails: without what is inside them there are eight parts. */
  @Test
  void railOnly() {
    Topology topology = new RailOnly(H100, 64).network().build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", 8));
    assertThat(summary.cables()).isEqualTo(Map.of("node-leaf", 512));
    assertThat(topology.devices(DeviceKind.LEAF))
        .allSatisfy(leaf -> assertThat(topology.graph().degreeOf(leaf)).isEqualTo(64));
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
    assertThat(cut(topology, "one-rail")).isZero();
  }

  @Test
  void aRailThatIsTooLargeForALeafMayHaveSpines() {
    assertThatThrownBy(() -> new RailOnly(H100, 65).network())
        .hasMessage(
            "leaf-0-0 needs 65 ports (one for each NIC of a rail), but a qm9700 has 64. Maybe"
                + " spines: rail, or nodes: 64.");
    Topology topology = new RailOnly(H100, 65).networkWithSpines().build();
    assertCounts(TopologySummary.of(topology), 8 * 3, 8 * 2, 0);
    assertThat(cut(topology, "one-rail")).isZero();
    assertThat(topology.devices(DeviceKind.SPINE).map(Device::name).limit(3))
        .containsExactly("plane-0/spine-0", "plane-0/spine-1", "plane-1/spine-0");
    assertThat(topology.devices(DeviceKind.SPINE).map(Device::rail).limit(3))
        .containsExactly(0, 0, 1);
  }

  /** DeepSeek-V3: eight planes of two layers, P k²/2 = 8 × 64²/2 = 16,384 GPUs, and no more. */
  @Test
  void eightPlanesOfDeepSeek() {
    Planes planes = new Planes(8, Planes.Form.NICS);
    Clos full = new ClosSizing(H100, 2048).planes(planes).network();
    TopologySummary summary = TopologySummary.of(full.build());
    assertThat(summary.gpus()).isEqualTo(16_384);
    assertCounts(summary, 8 * 64, 8 * 32, 0);
    assertThat(summary.cables()).isEqualTo(Map.of("node-leaf", 16_384, "leaf-spine", 16_384));
    assertThat(new ClosSizing(H100, 2049).planes(planes).network().layers()).isEqualTo(3);
  }

  /**
   * N planes with a port of each NIC: a switch with k ports of a NIC has N k ports of 1/N of its
   * rate, and two layers carry (N k)²/2 NICs instead of k²/2.
   */
  @ParameterizedTest
  @CsvSource({"1, 512", "2, 2048", "4, 8192"})
  void planesOfPorts(int count, int nics) {
    NodeType node = CATALOG.node("h100-800g");
    Planes planes = new Planes(count, Planes.Form.PORTS);
    ClosSizing full = new ClosSizing(node, nics / 8).planes(planes);
    full.switchType(CATALOG.switchType("tomahawk-5").withPorts(32));
    TopologySummary summary = TopologySummary.of(full.network().build());
    assertCounts(summary, count * nics / (16 * count), count * nics / (32 * count), 0);
    assertThat(summary.cables())
        .isEqualTo(Map.of("node-leaf", count * nics, "leaf-spine", count * nics));
    ClosSizing more = new ClosSizing(node, nics / 8 + 1).planes(planes);
    more.switchType(CATALOG.switchType("tomahawk-5").withPorts(32));
    assertThat(more.network().layers()).isEqualTo(3);
  }

  /** Planes meet nowhere but in NICs, of which each has a cable of half the rate to both. */
  @Test
  void dualPlane() {
    Topology topology =
        new ClosSizing(H100, 128).planes(new Planes(2, Planes.Form.PORTS)).network().build();
    assertThat(topology.cables())
        .filteredOn(cable -> !cable.tier().insideNode())
        .allSatisfy(
            cable -> {
              assertThat(cable.link().rateBps()).isEqualTo(200_000_000_000L);
              if (cable.tier().equals(CableTier.LEAF_SPINE)) {
                assertThat(plane(cable.lower())).isEqualTo(plane(cable.upper()));
              }
            });
    assertThat(planesOfNics(topology)).containsExactly(Set.of("plane-0", "plane-1"));
    long rail =
        128 * 2 * topology.cables().get(topology.cables().size() - 1).link().payloadRateBps();
    assertThat(cut(topology, "one-rail")).isEqualTo(rail);
  }

  /** Both leaves of a NIC are on the same spines. */
  @Test
  void dualTor() {
    Topology topology =
        new ClosSizing(H100, 128).planes(new Planes(2, Planes.Form.LEAVES)).network().build();
    TopologySummary summary = TopologySummary.of(topology);
    // 64 nodes of a unit on 16 leaves, whose 64 uplinks of 200G a spine takes four at a time
    assertCounts(summary, 32, 16, 0);
    assertThat(summary.cables()).isEqualTo(Map.of("node-leaf", 2048, "leaf-spine", 2048));
    assertThat(topology.devices(DeviceKind.LEAF).map(Device::name))
        .contains("leaf-0-0-0", "leaf-0-0-1", "leaf-1-7-1");
    Device nic = topology.devices(DeviceKind.NIC).findFirst().orElseThrow();
    assertThat(topology.graph().edgesOf(nic).stream().map(Cable::upper))
        .extracting(Device::name)
        .contains("leaf-0-0-0", "leaf-0-0-1");
  }

  /**
   * A pod of Alibaba HPN (SIGCOMM 2024): 15 segments of 128 hosts and eight spare ones, NICs of two
   * ports of 200G, a leaf for each port and rail. Of a leaf's 51.2 Tb/s, 136 × 200G lead down and
   * 60 × 400G up, to as many spines in each plane; of a spine's, 120 × 400G lead down and eight to
   * cores, 15 : 1.
   */
  @Test
  void aPodOfAlibabaHpn() {
    Clos pod =
        Clos.threeTier(H100, 15 * 136, 136, 15, 60, 8)
            .planes(new Planes(2, Planes.Form.PORTS))
            .uplinkRateBps(400_000_000_000L)
            .switchType(CATALOG.switchType("tomahawk-5"));
    Topology topology = pod.build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.switches()).containsEntry("leaf", 15 * 16).containsEntry("spine", 2 * 60);
    assertThat(oversubscription(summary, "spine-core")).isEqualTo(15);
    assertThat(oversubscription(summary, "leaf-spine")).isEqualTo(136 * 200.0 / (60 * 400));
    assertThat(TopologyAnalysis.of(topology).ports())
        .filteredOn(use -> !use.role().equals("core"))
        .allSatisfy(use -> assertThat(use.leastUsed()).isEqualTo(64));
  }

  @Test
  void oneLeafForAllNeedsNoSpine() {
    Clos clos = new ClosSizing(H100, 8).wiring(Wiring.RACK).network();
    assertThat(TopologySummary.of(clos.build()).switches()).isEqualTo(Map.of("leaf", 1));
    assertThat(new ClosSizing(H100, 9).wiring(Wiring.RACK).network().layers()).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> new ClosSizing(H100, 8193).network())
        .hasMessage(
            "core-0 needs 72 ports (one to a spine of each of 72 groups), but a qm9700 has 64."
                + " Maybe nodes: 8192.");
    ClosSizing rack = new ClosSizing(NVL72, 2).wiring(Wiring.RACK);
    assertThatThrownBy(() -> rack.switchType(NVL72.switchType().withPorts(100)).network())
        .hasMessage(
            "leaf-0 needs 144 ports (72 to the NICs of a single node and 72 to spines), but a q3400"
                + " has 100. Maybe oversubscription: 3.");
    assertThat(rack.oversubscription(3).network().check().gpus()).isEqualTo(144);
    assertThatThrownBy(() -> rack.switchType(NVL72.switchType().withPorts(64)).network())
        .hasMessageEndingWith("but a q3400 has 64. Maybe wiring: rail.");
    assertThat(rack.wiring(Wiring.RAIL).network().check().gpus()).isEqualTo(144);
    assertThatThrownBy(() -> rack.planes(new Planes(3, Planes.Form.NICS)))
        .hasMessage("3 planes do not divide the 4 rails of gb200-nvl72. Maybe planes: 4.");
    assertThatThrownBy(() -> rack.oversubscription(0))
        .hasMessage("oversubscription: 0.0 is out of range. Maybe 1.");
  }

  private static void assertCounts(TopologySummary summary, int leaf, int spine, int core) {
    assertThat(summary.switches().get("leaf")).isEqualTo(leaf);
    assertThat(summary.switches().getOrDefault("spine", 0)).isEqualTo(spine);
    assertThat(summary.switches().getOrDefault("core", 0)).isEqualTo(core);
  }

  private static double oversubscription(TopologySummary summary, String tier) {
    return summary.tiers().stream()
        .filter(one -> one.name().equals(tier))
        .mapToDouble(TierSummary::oversubscription)
        .findFirst()
        .orElseThrow();
  }

  private static long cut(Topology topology, String name) {
    return TopologyAnalysis.of(topology).cuts().stream()
        .filter(cut -> cut.name().equals(name))
        .mapToLong(CutSummary::maxFlowBps)
        .findFirst()
        .orElseThrow();
  }

  private static String plane(Device device) {
    return device.name().substring(0, device.name().indexOf('/'));
  }

  private static Set<Set<String>> planesOfNics(Topology topology) {
    return topology
        .devices(DeviceKind.NIC)
        .map(
            nic ->
                topology.graph().edgesOf(nic).stream()
                    .filter(cable -> cable.tier().equals(CableTier.NODE_LEAF))
                    .map(cable -> plane(cable.upper()))
                    .collect(Collectors.toSet()))
        .collect(Collectors.toSet());
  }
}
