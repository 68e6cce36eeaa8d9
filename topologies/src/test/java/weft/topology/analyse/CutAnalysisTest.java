package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Random;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weft.topology.build.Clos;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.build.Wiring;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

@Tag("slow")
final class CutAnalysisTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");
  private static final long RATE = H100.nicLink().payloadRateBps();

  /** Nothing is oversubscribed: every cut passes what its smaller side can send. */
  @Test
  void aSuperPodHasFullBisection() {
    assertThat(CutAnalysis.of(new SuperPod(H100, 4).build()))
        .containsExactly(
            new CutSummary("half-of-units", "half of the units", 512, 512 * RATE, 512 * RATE),
            new CutSummary("one-unit", "one unit", 256, 256 * RATE, 256 * RATE),
            new CutSummary("one-node", "one node", 8, 8 * RATE, 8 * RATE),
            new CutSummary("one-rail", "one rail", 128, 128 * RATE, 128 * RATE));
  }

  /** Of 2 nodes with 8 NICs, 16 cables go into a leaf and 4 out of it. */
  @Test
  void oversubscriptionIsWhatPassesLess() {
    Topology topology =
        Clos.leafSpine(H100, 4, 2, 2).wiring(Wiring.RACK).cablesPerLeafPair(2).build();
    assertThat(CutAnalysis.of(topology))
        .extracting(CutSummary::name, CutSummary::maxFlowBps, CutSummary::ratio)
        .containsExactly(
            tuple("half-of-units", 4 * RATE, 0.25),
            tuple("one-unit", 4 * RATE, 0.25),
            tuple("one-node", 8 * RATE, 1.0),
            // A NIC of rail 0 reaches those of other rails on its own leaf.
            tuple("one-rail", 4 * RATE, 1.0));
  }

  @Test
  void aFabricOfOneUnitIsCutThroughItsNodes() {
    LinkType link = LinkType.lossless("link", 1000, 0);
    assertThat(CutAnalysis.of(new SingleSwitch(5, link).build()))
        .containsExactly(
            new CutSummary("half-of-nodes", "2 of 5 nodes", 2, 2000, 2000),
            new CutSummary("one-node", "one node", 1, 1000, 1000));
    assertThat(CutAnalysis.of(new SingleSwitch(1, link).build())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RAIL,  7,  3, 5, 1",
    "RAIL, 23, 10, 5, 2",
    "RACK,  5,  2, 3, 2",
    "RACK, 11,  4, 8, 4",
    "RACK,  3,  7, 2, 1",
  })
  void mergedClassesFlowAsTheWholeGraphDoes(
      Wiring wiring, int nodes, int nodesPerUnit, int spines, int perPair) {
    NodeNetwork network =
        new NodeNetwork(
            Clos.leafSpine(H100, nodes, nodesPerUnit, spines)
                .wiring(wiring)
                .cablesPerLeafPair(perPair)
                .build());
    for (int modulus = 2; modulus < 5; modulus++) {
      int[] sides = new int[network.devices()];
      for (Device terminal : network.terminals()) {
        sides[terminal.id()] = terminal.id() % modulus == 0 ? 1 : 2;
      }
      assertThat(CutFlow.maxFlowBps(network, sides)).isEqualTo(wholeGraph(network, sides));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void irregularNetworksToo(long seed) {
    Random random = new Random(seed);
    TopologyBuilder builder = new TopologyBuilder("random");
    Device[] leaves = new Device[4];
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      leaves[leaf] = builder.addDevice(DeviceKind.LEAF, "leaf-" + leaf, Device.NONE, Device.NONE);
    }
    for (int gpu = 0; gpu < 12; gpu++) {
      Device device = builder.addDevice(DeviceKind.GPU, "gpu-" + gpu, gpu, 0);
      builder.connect(
          new CableClass(CableTier.NODE_LEAF, link(random)), device, leaves[random.nextInt(4)]);
    }
    for (int spine = 0; spine < 3; spine++) {
      Device device =
          builder.addDevice(DeviceKind.SPINE, "spine-" + spine, Device.NONE, Device.NONE);
      for (Device leaf : leaves) {
        if (random.nextInt(4) > 0) {
          builder.connect(new CableClass(CableTier.LEAF_SPINE, link(random)), leaf, device);
        }
      }
    }
    NodeNetwork network = new NodeNetwork(builder.build());
    int[] sides = new int[network.devices()];
    for (Device terminal : network.terminals()) {
      sides[terminal.id()] = 1 + random.nextInt(2);
    }
    assertThat(CutFlow.maxFlowBps(network, sides))
        .as("seed %d", seed)
        .isEqualTo(wholeGraph(network, sides));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void alongLevelsToo(long seed) {
    Random random = new Random(seed);
    NodeNetwork network = new NodeNetwork(LateralSketch.random(random));
    int[] sides = new int[network.devices()];
    for (Device terminal : network.terminals()) {
      sides[terminal.id()] = 1 + random.nextInt(2);
    }
    assertThat(CutFlow.maxFlowBps(network, sides))
        .as("seed %d", seed)
        .isEqualTo(wholeGraph(network, sides));
  }

  /** Two cables cross the middle of a ring, whichever the size. */
  @Test
  void aRingIsCutTwice() {
    LinkType link = LinkType.lossless("link", 1000, 0);
    for (int size : new int[] {4, 7, 1000}) {
      String half = size == 7 ? "3 of 7 nodes" : "half of the nodes";
      assertThat(CutAnalysis.of(LateralSketch.ring(size, link)))
          .containsExactly(
              new CutSummary("half-of-nodes", half, size / 2 * 2, size / 2 * 2000L, 2000),
              new CutSummary("one-node", "one node", 2, 2000, 2000));
    }
  }

  /** Rails that no spine joins: over the network nothing gets from one to another. */
  /** One hop after the other; as deep as that is, the stack holds. */
  @Test
  void aChainOf30000Switches() {
    TopologyBuilder builder = new TopologyBuilder("chain");
    CableClass type =
        new CableClass(CableTier.LEAF_SPINE, LinkType.lossless("link", 1_000_000_000L, 0));
    Device first = builder.addDevice(DeviceKind.GPU, "first", 0, 0);
    Device last = builder.addDevice(DeviceKind.GPU, "last", 1, 0);
    Device before = builder.addDevice(DeviceKind.SWITCH, "switch-0", Device.NONE, Device.NONE);
    builder.connect(type, first, before);
    for (int i = 1; i < 30_000; i++) {
      Device next = builder.addDevice(DeviceKind.SWITCH, "switch-" + i, Device.NONE, Device.NONE);
      builder.connect(type, before, next);
      before = next;
    }
    builder.connect(type, last, before);
    assertThat(CutAnalysis.of(builder.build()))
        .extracting(CutSummary::maxFlowBps)
        .containsOnly(1_000_000_000L);
  }

  @Test
  void railsWithoutSpines() {
    assertThat(CutAnalysis.of(LateralSketch.railOnly(LinkType.lossless("link", 1000, 0))))
        .extracting(CutSummary::name, CutSummary::ports, CutSummary::maxFlowBps)
        .containsExactly(
            tuple("half-of-nodes", 16, 16_000L),
            tuple("one-node", 8, 8_000L),
            tuple("one-rail", 4, 0L));
  }

  /** Three layers without oversubscription pass whatever is sent, in every cut. */
  @Test
  void threeLayersHaveFullBisection() {
    assertThat(CutAnalysis.of(new SuperPod(H100, 16).build()))
        .extracting(CutSummary::name, CutSummary::ports, CutSummary::ratio)
        .containsExactly(
            tuple("half-of-units", 2048, 1.0),
            tuple("one-unit", 256, 1.0),
            tuple("one-node", 8, 1.0),
            tuple("one-rail", 512, 1.0));
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  private static LinkType link(Random random) {
    return LinkType.lossless("link", 100 * (1 + random.nextInt(2)), 0);
  }

  private static long wholeGraph(NodeNetwork network, int[] sides) {
    Graph<Integer, DefaultWeightedEdge> graph =
        new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
    graph.addVertex(-1);
    graph.addVertex(-2);
    for (int device = 0; device < network.devices(); device++) {
      graph.addVertex(device);
      if (sides[device] == 1) {
        graph.setEdgeWeight(graph.addEdge(-1, device), (double) network.injectedBps(device));
      } else if (sides[device] == 2) {
        graph.setEdgeWeight(graph.addEdge(device, -2), (double) network.injectedBps(device));
      }
    }
    for (int device = 0; device < network.devices(); device++) {
      int from = device;
      for (int i = network.first(from); i < network.end(from); i++) {
        graph.setEdgeWeight(graph.addEdge(from, network.neighbour(i)), (double) network.rateBps(i));
      }
    }
    return Math.round(new PushRelabelMFImpl<>(graph).getMaximumFlowValue(-1, -2));
  }
}
