package weft.sim.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings through a torus go from neighbour to neighbour, and no two use a link. */
@Tag("slow")
final class GridRingsTest {

  /** Without dimensions of two there are as many rings as each rank has links: none is idle. */
  @ParameterizedTest
  @CsvSource({
    "3, 2",
    "8, 2",
    "3x3, 4",
    "4x4, 4",
    "3x5, 4",
    "4x6, 4",
    "16x16, 4",
    "3x3x3, 6",
    "4x4x4, 6",
    "4x4x8, 6",
    "5x3x4, 6",
    "16x16x16, 6",
    "3x3x3x3, 8",
    "3x4x5x3, 8",
    "40x40x40, 6"
  })
  void everyLinkOfATorusIsUsedOnce(String extents, int links) {
    assertAreDisjointRings(torus(extents), links);
  }

  /** Two of two are a cycle of four; one goes with another dimension, and leaves links idle. */
  @ParameterizedTest
  @CsvSource({
    "2, 1",
    "2x2, 2",
    "2x2x2, 2",
    "2x2x2x2, 4",
    "5x2, 2",
    "2x3, 2",
    "3x5x2, 4",
    "2x4x4, 4",
    "2x4x2x4, 6",
    "2x2x2x8, 4"
  })
  void dimensionsOfTwoAreJoinedWithOthers(String extents, int rings) {
    assertAreDisjointRings(torus(extents), rings);
  }

  /** To and fro along the rows, and back over the first places: each hop to a neighbour. */
  @ParameterizedTest
  @ValueSource(strings = {"4x2", "2x5", "4x4", "3x4", "2x3x5", "5x3x2x4"})
  void aMeshWithAnEvenDimensionHasAPairOfRings(String extents) {
    assertAreDisjointRings(new Grid(torus(extents).extents(), false), 2);
  }

  /** Of odd ones only, and of a line, the way back is long. */
  @ParameterizedTest
  @ValueSource(strings = {"7", "8", "3x3", "5x3x7"})
  void allHopsOfAMeshButTheLastAreToNeighbours(String extents) {
    Grid grid = new Grid(torus(extents).extents(), false);
    List<int[]> rings = GridRings.of(grid);
    assertThat(rings).hasSize(2);
    int[] ring = rings.get(0);
    assertVisitsAll(ring, grid.ranks());
    for (int i = 1; i < ring.length; i++) {
      assertThat(isJoined(grid, ring[i - 1], ring[i])).isTrue();
    }
  }

  /** Six dimensions of three: disjoint rings are not found, so there is one pair, to and fro. */
  @Test
  void whereTheSearchFailsThereIsOnePair() {
    Grid grid = torus("3x3x3x3x3x3");
    List<int[]> rings = GridRings.of(grid);
    assertThat(rings).hasSize(2);
    for (int[] ring : rings) {
      assertVisitsAll(ring, grid.ranks());
    }
    for (int i = 1; i < grid.ranks(); i++) {
      assertThat(isJoined(grid, rings.get(0)[i - 1], rings.get(0)[i])).isTrue();
    }
  }

  private static Grid torus(String extents) {
    return new Grid(Arrays.stream(extents.split("x", -1)).map(Integer::valueOf).toList(), true);
  }

  private static void assertAreDisjointRings(Grid grid, int count) {
    List<int[]> rings = GridRings.of(grid);
    assertThat(rings).hasSize(count);
    Set<List<Integer>> links = new HashSet<>();
    for (int[] ring : rings) {
      assertVisitsAll(ring, grid.ranks());
      for (int i = 0; i < ring.length; i++) {
        int to = ring[(i + 1) % ring.length];
        assertThat(isJoined(grid, ring[i], to)).as("%d → %d", ring[i], to).isTrue();
        assertThat(links.add(List.of(ring[i], to))).as("%d → %d once", ring[i], to).isTrue();
      }
    }
  }

  private static void assertVisitsAll(int[] ring, int ranks) {
    assertThat(Arrays.stream(ring).sorted().toArray())
        .isEqualTo(IntStream.range(0, ranks).toArray());
  }

  private static boolean isJoined(Grid grid, int one, int other) {
    int differing = 0;
    boolean isNext = false;
    int restOfOne = one;
    int restOfOther = other;
    for (int i = grid.extents().size() - 1; i >= 0; i--) {
      int extent = grid.extents().get(i);
      int apart = Math.abs(restOfOne % extent - restOfOther % extent);
      if (apart > 0) {
        differing++;
        isNext = apart == 1 || (grid.wrapsAround() && apart == extent - 1);
      }
      restOfOne /= extent;
      restOfOther /= extent;
    }
    return differing == 1 && isNext;
  }
}
