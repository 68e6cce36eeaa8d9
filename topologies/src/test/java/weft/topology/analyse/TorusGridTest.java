package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.build.CubeTorus;
import weft.topology.build.SwitchTorus;
import weft.topology.build.TierOptics;
import weft.topology.build.Torus;
import weft.topology.build.TorusShape;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

final class TorusGridTest {

  private static final LinkType LINK = LinkType.lossless("link", 1000, 0);
  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");

  /** 4 x 8 x 12 places: 2 layers of 32 cables in every order; a mesh has one; 2 joins once. */
  @ParameterizedTest
  @CsvSource({
    "4 8 12, true, 64, 0",
    "12 8 4, true, 64, 0",
    "8 12 4, true, 64, 0",
    "8 4 12, false, 32, 0",
    "1 3 4, true, 6, 0",
    "2 2 2, true, 4, 0",
    "3 5, true, 6, 2 of 5",
    "4 4, false, 4, 0",
  })
  void theSameMachineHasTheSameFigure(String sizes, boolean wrapped, long cables, String part) {
    List<Integer> dimensions = Stream.of(sizes.split(" ")).map(Integer::valueOf).toList();
    List<Boolean> wraps = Collections.nCopies(dimensions.size(), wrapped);
    CutSummary cut =
        half(
            new Torus(new TorusShape(dimensions, wraps), LINK, new TierOptics(null, null)).build());
    assertThat(cut.maxFlowBps()).isEqualTo(1000 * cables);
    assertThat(cut.label())
        .isEqualTo((part.equals("0") ? "half" : part) + " across the longest dimension");
  }

  /** Dimensions as long, one of them a mesh: 4 cables cross that one, 8 the other. */
  @Test
  void theOneThatLeastCanCross() {
    for (List<Boolean> wraps : List.of(List.of(true, false), List.of(false, true))) {
      Topology topology =
          new Torus(new TorusShape(List.of(4, 4), wraps), LINK, new TierOptics(null, null)).build();
      assertThat(half(topology).maxFlowBps()).isEqualTo(4000);
    }
  }

  @Test
  void cubesOverCircuitSwitches() {
    for (List<Integer> sizes : List.of(List.of(4, 8, 12), List.of(12, 4, 8))) {
      assertThat(half(new CubeTorus(sizes, 6, LINK).build()).maxFlowBps()).isEqualTo(64_000);
    }
  }

  /** Two layers of three cables, whichever the order, of the switches' own link. */
  @Test
  void switches() {
    for (List<Integer> sizes : List.of(List.of(3, 4), List.of(4, 3))) {
      Topology topology = new SwitchTorus(TorusShape.torus(sizes), H100, 1).build();
      long rate =
          topology.cables().stream()
              .filter(cable -> cable.tier().name().equals("torus"))
              .findAny()
              .orElseThrow()
              .link()
              .payloadRateBps();
      CutSummary cut = half(topology);
      assertThat(Map.entry(cut.ports(), cut.maxFlowBps())).isEqualTo(Map.entry(48, 6 * rate));
    }
  }

  /** One dimension has no longest. */
  @Test
  void aRingIsCutThroughItsNodes() {
    assertThat(TorusGrid.of(LateralSketch.ring(6, LINK)).longest()).isEmpty();
  }

  private static CutSummary half(Topology topology) {
    CutSummary cut = CutAnalysis.of(topology).get(0);
    assertThat(cut.name()).isEqualTo("half-of-longest-dimension");
    return cut;
  }
}
