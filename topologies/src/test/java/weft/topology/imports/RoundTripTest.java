package weft.topology.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.fabric.Fabric;
import weft.topology.analyse.TopologySummary;
import weft.topology.build.CubeTorus;
import weft.topology.build.Dragonfly;
import weft.topology.build.DragonflyPlus;
import weft.topology.build.FatTree;
import weft.topology.build.JoinedSites;
import weft.topology.build.LeafSpine;
import weft.topology.build.Optics;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.build.SwitchTorus;
import weft.topology.build.ThreeTier;
import weft.topology.build.TierOptics;
import weft.topology.build.Torus;
import weft.topology.build.TorusShape;
import weft.topology.build.Wiring;
import weft.topology.compile.FabricCompiler;
import weft.topology.export.GraphFormat;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

/** What is written comes back the same: graph, summary and bytes. */
final class RoundTripTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType H100 = CATALOG.node("dgx-h100");

  static List<Arguments> cases() {
    LinkType link = LinkType.lossless("link", 400_000_000_000L, 500_000);
    List<Topology> topologies =
        List.of(
            new SingleSwitch(3, link).build(),
            new LeafSpine(H100, 5, 2, 3).wiring(Wiring.RAIL).cablesPerPair(2).build(),
            new LeafSpine(H100, 4, 2, 2).wiring(Wiring.RACK).build(),
            new FatTree(H100, 16, Wiring.RACK, H100.switchType()).network().build(),
            new SuperPod(H100, 1).build(),
            new Dragonfly(H100, 4, 2, 2).build(),
            new Dragonfly(H100, 6, 4, 1).groups(3).rows(2, 1, 3).build(),
            new DragonflyPlus(H100, 2, 2, 4, 2).build(),
            new Torus(TorusShape.torus(List.of(2, 3, 4)), link, new TierOptics(null, null)).build(),
            new SwitchTorus(TorusShape.torus(List.of(3, 3)), H100, 1).build(),
            new CubeTorus(List.of(4, 4, 8), 3, link).without(List.of(1)).build(),
            new JoinedSites(
                    List.of(
                        new JoinedSites.Site("east", new LeafSpine(H100, 4, 2, 2)),
                        new JoinedSites.Site("west", new Dragonfly(H100, 2, 4, 1))),
                    List.of(
                        new JoinedSites.SiteLink("east", "west", 40, 400_000_000_000L, 2, null)))
                .build(),
            copperAndFibre());
    List<Arguments> cases = new ArrayList<>();
    for (Topology topology : topologies) {
      for (GraphFormat format : GraphFormat.values()) {
        cases.add(Arguments.of(Named.of(topology.name(), topology), format));
      }
    }
    return cases;
  }

  /** Every kind of cable, half a metre among the lengths. */
  private static Topology copperAndFibre() {
    TierOptics copper = new TierOptics(null, null, CATALOG.cable("800g-acc"), 500);
    TierOptics active = new TierOptics(null, null, CATALOG.cable("800g-aoc"), 29_500);
    TierOptics fibre =
        new TierOptics(
            CATALOG.transceiver("800g-2xfr4"),
            CATALOG.transceiver("400g-fr4"),
            CATALOG.cable("single-mode-fibre"),
            1_999_999);
    return new ThreeTier(H100, 4, 1, 2, 2, 1, 1)
        .wiring(Wiring.RACK)
        .optics(new Optics(copper, active, fibre))
        .build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSameGraph(Topology topology, GraphFormat format) {
    String text = format.write(topology);
    Topology back = TopologyFile.parse(file(format), text, CATALOG);
    assertThat(back.name()).isEqualTo(topology.name());
    assertThat(back.devices()).isEqualTo(topology.devices());
    assertThat(back.cables()).isEqualTo(topology.cables());
    assertThat(latencies(back)).isEqualTo(latencies(topology));
    assertThat(back.devices())
        .allSatisfy(
            device -> assertThat(back.switchType(device)).isEqualTo(topology.switchType(device)));
    assertThat(back.circuitSwitches()).isEqualTo(topology.circuitSwitches());
    assertThat(back.tiers()).isEqualTo(topology.tiers());
    assertThat(TopologySummary.of(back)).isEqualTo(TopologySummary.of(topology));
    assertThat(format.write(back)).isEqualTo(text);
  }

  private static List<Long> latencies(Topology topology) {
    Fabric fabric = FabricCompiler.compile(topology);
    return IntStream.range(0, fabric.linkCount()).mapToObj(fabric::latencyPs).toList();
  }

  private static String file(GraphFormat format) {
    return switch (format) {
      case GRAPHML -> "my.graphml";
      case DOT -> "my.dot";
      case GRAPH -> "my.json";
    };
  }
}
