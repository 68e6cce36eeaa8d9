package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import it.unimi.dsi.fastutil.ints.IntSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/** The paths that a sender may spread its packets over. */
@Tag("slow")
final class PathSetTest {

  private static final int ALL = 1 << 20;
  private static final int FLOWS = 600;

  /** Drawn: on the fat tree, four cores lead from pod to pod, two spines from leaf to leaf. */
  @Test
  void aFatTreeHasOnePathForEachCore() {
    Fabric fabric = SmallFabrics.FAT_TREE.build();
    Router router = new UpDownRouter(fabric, 1);
    assertThat(router.pathSet(0, 1, ALL).count()).isEqualTo(1);
    assertThat(router.pathSet(0, 2, ALL).count()).isEqualTo(2);
    PathSet paths = router.pathSet(0, 4, ALL);
    assertThat(paths.count()).isEqualTo(4);
    assertThat(paths.hops()).isEqualTo(6);
    assertThat(paths.latencyPs(3)).isEqualTo(2 * (10 + 30 + 50));
  }

  @ParameterizedTest
  @EnumSource(SmallFabrics.class)
  void itIsAllPathsOfBruteForceAndOfFlows(SmallFabrics family) {
    Fabric fabric = family.build();
    for (int source = 0; source < fabric.endpointCount(); source++) {
      for (int destination = 0; destination < fabric.endpointCount(); destination++) {
        if (source != destination) {
          check(fabric, new UpDownRouter(fabric, 7), source, destination);
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void itIsAllPathsOnRandomFabrics(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 15; i++) {
      Fabric fabric = SmallFabrics.random(random);
      Router router = new UpDownRouter(fabric, seed);
      for (int source = 0; source < fabric.endpointCount(); source++) {
        for (int destination = 0; destination < fabric.endpointCount(); destination++) {
          if (source != destination
              && !new DullPaths(fabric, IntSets.EMPTY_SET).between(source, destination).isEmpty()) {
            check(fabric, router, source, destination);
          }
        }
      }
    }
  }

  private static void check(Fabric fabric, Router router, int source, int destination) {
    String pair = fabric.nodeName(source) + " → " + fabric.nodeName(destination);
    PathSet paths = router.pathSet(source, destination, ALL);
    List<List<Integer>> rows = rows(paths);
    Set<List<Integer>> expected =
        new DullPaths(fabric, IntSets.EMPTY_SET).between(source, destination);
    assertThat(rows).as(pair).doesNotHaveDuplicates().hasSameElementsAs(expected);
    assertThat(rows).as(pair).isSortedAccordingTo((a, b) -> Arrays.compare(ints(a), ints(b)));
    for (int path = 0; path < paths.count(); path++) {
      assertThat(paths.latencyPs(path))
          .as(pair)
          .isEqualTo(rows.get(path).stream().mapToLong(fabric::latencyPs).sum());
    }
    Set<List<Integer>> taken = new HashSet<>();
    for (int flow = 0; flow < FLOWS; flow++) {
      int path = router.path(source, destination, flow);
      taken.add(
          IntStream.range(0, router.paths().hops(path))
              .mapToObj(hop -> router.paths().link(path, hop))
              .toList());
    }
    assertThat(taken).as(pair).isEqualTo(expected);
    for (int most : new int[] {1, 2, 3, paths.count()}) {
      List<List<Integer>> some = rows(router.pathSet(source, destination, most));
      assertThat(some)
          .as("%s, %d", pair, most)
          .hasSize(Math.min(most, rows.size()))
          .doesNotHaveDuplicates()
          .isSubsetOf(rows)
          .isSortedAccordingTo((a, b) -> Arrays.compare(ints(a), ints(b)));
    }
  }

  /**
   * 64 GPUs' worth of Clos: NICs of two ports, two leaves each side, 16 spines on two cables. Of
   * the 2 · 32 · 2 · 2 paths, any number uses the links of each hop evenly: at most one apart, but
   * for the two ports of the destination, on which the choice looks ahead by one node only.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 7, 16, 32, 50, 64, 100})
  void someOfManyUseTheLinksOfEachHopEvenly(int most) {
    Fabric fabric = dualHomed(16, 2);
    Router router = new UpDownRouter(fabric, 3);
    PathSet all = router.pathSet(0, 1, ALL);
    assertThat(all.count()).isEqualTo(2 * 32 * 2 * 2);
    PathSet paths = router.pathSet(0, 1, most);
    assertThat(paths.count()).isEqualTo(most);
    for (int hop = 0; hop < all.hops(); hop++) {
      int[] uses = new int[fabric.linkCount()];
      for (int path = 0; path < most; path++) {
        uses[paths.link(path, hop)]++;
      }
      int at = hop;
      int[] ofHop =
          IntStream.range(0, all.count())
              .map(path -> all.link(path, at))
              .distinct()
              .map(link -> uses[link])
              .toArray();
      assertThat(
              Arrays.stream(ofHop).max().orElseThrow() - Arrays.stream(ofHop).min().orElseThrow())
          .as("hop %d: %s", hop, Arrays.toString(ofHop))
          .isLessThanOrEqualTo(hop == all.hops() - 2 ? 2 : 1);
    }
  }

  /** χ² of 31 degrees of freedom exceeds 61.1 once in 1,000 times. */
  @Test
  void pairsChooseDifferently() {
    FabricSketch sketch = new FabricSketch().switches(1, "l0", "l1");
    int gpus = 40;
    int spines = 32;
    for (int gpu = 0; gpu < gpus; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, "l" + gpu % 2, 1, 1);
    }
    for (int spine = 0; spine < spines; spine++) {
      sketch.switches(2, "t" + spine).cable("l0", "t" + spine, 1, 1).cable("l1", "t" + spine, 1, 1);
    }
    Fabric fabric = sketch.build();
    Router router = new UpDownRouter(fabric, 5);
    int[] uses = new int[fabric.linkCount()];
    int total = 0;
    for (int source = 0; source < gpus; source += 2) {
      for (int destination = 1; destination < gpus; destination += 2) {
        PathSet paths = router.pathSet(source, destination, 4);
        for (int path = 0; path < paths.count(); path++) {
          uses[paths.link(path, 1)]++;
          total++;
        }
      }
    }
    double expected = (double) total / spines;
    double chiSquare = 0;
    for (int spine = 0; spine < spines; spine++) {
      double deviation = uses[FabricSketch.link(fabric, "l0", "t" + spine)] - expected;
      chiSquare += deviation * deviation / expected;
    }
    assertThat(chiSquare).isBetween(1.0, 61.1);
  }

  /** A torus of 20³ has 30!/(10!)³ = 5.6 · 10¹² paths to the far corner. */
  @Test
  void aFewOfVeryManyAreFoundQuickly() {
    FabricSketch sketch = new FabricSketch();
    int side = 20;
    for (int gpu = 0; gpu < side * side * side; gpu++) {
      sketch.gpus("g" + gpu);
    }
    for (int stride = 1; stride < side * side * side; stride *= side) {
      for (int gpu = 0; gpu < side * side * side; gpu++) {
        int next = gpu / stride % side == side - 1 ? gpu - (side - 1) * stride : gpu + stride;
        sketch.cable("g" + gpu, "g" + next, 1, 1);
      }
    }
    Router router = new UpDownRouter(sketch.build(), 5);
    int corner = 10 * (1 + side + side * side);
    PathSet paths = router.pathSet(0, corner, 64);
    assertThat(rows(paths)).hasSize(64).doesNotHaveDuplicates();
    assertThat(paths.hops()).isEqualTo(30);
  }

  @Test
  void itIsTheSameAgainAndACopy() {
    Fabric fabric = dualHomed(4, 1);
    PathSet paths = new UpDownRouter(fabric, 3).pathSet(0, 1, 5);
    int[] rows = paths.rows();
    assertThat(new UpDownRouter(fabric, 3).pathSet(0, 1, 5).rows()).containsExactly(rows);
    assertThat(new UpDownRouter(fabric, 4).pathSet(0, 1, 5).rows()).isNotEqualTo(rows);
    rows[0] = -1;
    assertThat(paths.link(0, 0)).isNotEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, ALL + 1, Integer.MAX_VALUE})
  void theNumberOfPathsHasBounds(int most) {
    Router router = new UpDownRouter(SmallFabrics.TORUS.build(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> router.pathSet(0, 1, most))
        .withMessage(most + " paths, only 1 … 1048576");
  }

  @Test
  void whereNoPathIsThereIsNoSet() {
    Router router = new UpDownRouter(new FabricSketch().gpus("a", "b").build(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> router.pathSet(0, 1, 1))
        .withMessage("no up-down path from a to b, and none over another GPU of their nodes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> router.pathSet(1, 1, 1))
        .withMessage("no path from b to itself");
  }

  private static Fabric dualHomed(int spines, int cables) {
    FabricSketch sketch = new FabricSketch();
    for (int spine = 0; spine < spines; spine++) {
      sketch.switches(4, "t" + spine);
    }
    for (String end : new String[] {"a", "b"}) {
      sketch.gpus(end).nic(2, end + "n", 0).cable(end, end + "n", 1, 1);
      for (int port = 0; port < 2; port++) {
        String leaf = end + "l" + port;
        sketch.switches(3, leaf).cable(end + "n", leaf, 1, 1);
        for (int i = 0; i < spines * cables; i++) {
          sketch.cable(leaf, "t" + i / cables, 1, 1);
        }
      }
    }
    return sketch.build();
  }

  private static List<List<Integer>> rows(PathSet paths) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int path = 0; path < paths.count(); path++) {
      List<Integer> row = new ArrayList<>();
      for (int hop = 0; hop < paths.hops(); hop++) {
        row.add(paths.link(path, hop));
      }
      rows.add(row);
    }
    return rows;
  }

  private static int[] ints(List<Integer> row) {
    return row.stream().mapToInt(Integer::intValue).toArray();
  }
}
