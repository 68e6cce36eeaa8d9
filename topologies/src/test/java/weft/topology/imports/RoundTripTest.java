package weft.topology.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.fabric.Fabric;
import weft.topology.analyse.TopologySummary;
import weft.topology.build.Clos;
import weft.topology.build.Families;
import weft.topology.build.Optics;
import weft.topology.build.TierOptics;
import weft.topology.build.Wiring;
import weft.topology.compile.FabricCompiler;
import weft.topology.export.GraphFormat;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;

/** What is written comes back the same: graph, summary and bytes. */
@Tag("slow")
final class RoundTripTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();

  static List<Arguments> cases() {
    List<Topology> topologies = new ArrayList<>(Families.all());
    topologies.add(copperAndFibre());
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
    return Clos.threeTier(CATALOG.node("dgx-h100"), 4, 1, 2, 2, 1)
        .corePlanes(1)
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
