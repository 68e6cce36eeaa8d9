package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.topology.build.Families;
import weft.topology.graph.Topology;

/** What the parts of each family are called, and how many there are. */
final class DivisionTest {

  static Stream<Arguments> families() {
    return Stream.of(
        Arguments.of("single switch", List.of()),
        Arguments.of("leaf-spine by rail", List.of("3 unit")),
        Arguments.of("three-tier by rack", List.of("5 unit", "3 pod")),
        Arguments.of("three-tier by rail", List.of("5 unit", "3 pod")),
        Arguments.of("16-ary fat tree of DGX H100", List.of("20 unit", "3 pod")),
        Arguments.of("DGX H100 SuperPOD, scalable units: 1", List.of()),
        Arguments.of("rail-only network of DGX H100", List.of()),
        // A node of eight NICs fills the four switches of a group.
        Arguments.of("dragonfly of DGX H100, groups: 9", List.of("9 group")),
        Arguments.of("dragonfly of DGX H100, groups: 3", List.of("9 unit", "3 group")),
        Arguments.of("dragonfly+ of DGX H100, groups: 5", List.of("5 group")),
        Arguments.of("2x3x4 torus of GPUs", List.of()),
        Arguments.of("4x4x8 torus of 2 cubes", List.of()),
        Arguments.of("3x3 torus of switches with DGX H100", List.of("9 switch")),
        // Two units of one pod, and three groups of one node.
        Arguments.of("sites: east, west", List.of("5 unit", "4 pod", "2 site")));
  }

  @ParameterizedTest
  @MethodSource("families")
  void hasTheFieldsNames(String family, List<String> divisions) {
    assertThat(Division.of(family(family)))
        .extracting(division -> division.blocks().count() + " " + division.noun())
        .isEqualTo(divisions);
  }

  @Test
  void cutsAreCalledByTheParts() {
    assertThat(CutAnalysis.of(family("3x3 torus of switches with DGX H100")))
        .extracting(CutSummary::name)
        .containsExactly("half-of-longest-dimension", "one-switch", "one-node", "one-rail");
    assertThat(CutAnalysis.of(family("dragonfly of DGX H100, groups: 3")))
        .extracting(CutSummary::name)
        .containsExactly(
            "half-of-units", "one-unit", "half-of-groups", "one-group", "one-node", "one-rail");
    assertThat(CutAnalysis.of(family("sites: east, west")))
        .extracting(CutSummary::label)
        .contains("1 of 2 sites", "half of the pods", "2 of 5 units", "one unit");
    assertThat(CutAnalysis.of(family("2x3x4 torus of GPUs")))
        .extracting(CutSummary::name)
        .containsExactly("half-of-longest-dimension", "one-node");
  }

  /** Of the lateral tiers: payload from below over that of the cables along the level. */
  @Test
  void oversubscriptionAlongALevel() {
    // Two NICs, three neighbours in the group, two global cables a switch.
    assertThat(oversubscription("dragonfly of DGX H100, groups: 9"))
        .containsExactly("node-switch 1.0", "local " + 2 / 3.0, "global 1.0");
    // Four NICs and two uplinks a leaf; two leaves below a spine, two global cables on it.
    assertThat(oversubscription("dragonfly+ of DGX H100, groups: 5"))
        .containsExactly("node-leaf 1.0", "leaf-spine 2.0", "global 1.0");
    // Eight NICs, four neighbours.
    assertThat(oversubscription("3x3 torus of switches with DGX H100"))
        .containsExactly("node-switch 1.0", "torus 2.0");
    // Nothing comes from below a GPU.
    assertThat(oversubscription("2x3x4 torus of GPUs")).containsExactly("torus 1.0");
    // Four NICs on a switch with one local and one global cable; 16 leaves below a spine with one
    // cable to the border; the border of the west has six cables below and two to the east.
    assertThat(oversubscription("sites: east, west"))
        .containsExactly(
            "node-leaf 1.0",
            "leaf-spine 1.0",
            "node-switch 1.0",
            "local 4.0",
            "global 4.0",
            "site-border 16.0",
            "dci 3.0");
  }

  private static List<String> oversubscription(String family) {
    return TopologySummary.of(family(family)).tiers().stream()
        .filter(tier -> !tier.insideNode())
        .map(tier -> tier.name() + " " + tier.oversubscription())
        .toList();
  }

  private static Topology family(String name) {
    return Families.all().stream()
        .filter(topology -> topology.name().equals(name))
        .findAny()
        .orElseThrow();
  }
}
