package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/** Routing on random leaf–spine fabrics with holes, against all up-down paths by brute force. */
final class UpDownRouterRandomTest {

  private static final int FLOWS = 500;

  /**
   * The phases of a path are −1, 0 and 1: what the level of a link's source is above its target's.
   */
  private static final int CLIMBING = -1;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void flowsTakeTheLowestShortestUpDownPathsAndNoOther(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 15; i++) {
      Fabric fabric = randomFabric(random);
      Router router = new UpDownRouter(fabric, random.nextLong());
      for (int source = 0; source < fabric.endpointCount(); source++) {
        for (int destination = 0; destination < fabric.endpointCount(); destination++) {
          if (source != destination) {
            check("fabric " + i + ", seed " + seed, fabric, router, source, destination);
          }
        }
      }
    }
  }

  private static void check(String text, Fabric fabric, Router router, int from, int to) {
    String pair = from + " → " + to + " in " + text;
    Set<List<Integer>> allowed = direct(fabric, from, to);
    for (int relay : relays(fabric, from, to)) {
      if (allowed.isEmpty()) {
        for (List<Integer> head : direct(fabric, from, relay)) {
          for (List<Integer> tail : direct(fabric, relay, to)) {
            List<Integer> both = new ArrayList<>(head);
            both.addAll(tail);
            allowed.add(both);
          }
        }
      }
    }
    if (allowed.isEmpty()) {
      assertThatIllegalArgumentException()
          .as(pair)
          .isThrownBy(() -> router.path(from, to, 0))
          .withMessageStartingWith("no up-down path");
      return;
    }
    Set<List<Integer>> taken = new HashSet<>();
    for (int flow = 0; flow < FLOWS; flow++) {
      int path = router.path(from, to, flow);
      List<Integer> links = links(router.paths(), path);
      if (taken.add(links)) {
        assertThat(allowed).as(pair).contains(links);
        assertThat(router.paths().latencyPs(path))
            .as(pair)
            .isEqualTo(links.stream().mapToLong(fabric::latencyPs).sum());
      }
    }
    assertThat(taken).as(pair).isEqualTo(allowed);
  }

  /** The lowest of the shortest direct paths. */
  private static Set<List<Integer>> direct(Fabric fabric, int from, int to) {
    Set<List<Integer>> shortest = new HashSet<>();
    enumerate(
        fabric,
        fabric.endpointNode(from),
        fabric.endpointNode(to),
        CLIMBING,
        new ArrayList<>(),
        new HashSet<>(),
        shortest);
    int lowest = shortest.stream().mapToInt(path -> highestLevel(fabric, path)).min().orElse(0);
    shortest.removeIf(path -> highestLevel(fabric, path) > lowest);
    return shortest;
  }

  /**
   * Others of the source's domain, that on the destination's rail first; then the other way round.
   */
  private static List<Integer> relays(Fabric fabric, int from, int to) {
    List<Integer> relays = new ArrayList<>();
    for (int[] ends : new int[][] {{from, to}, {to, from}}) {
      IntStream.range(0, fabric.endpointCount())
          .filter(relay -> relay != from && relay != to)
          .filter(relay -> fabric.domain(relay) == fabric.domain(ends[0]))
          .boxed()
          .sorted(Comparator.comparing(relay -> fabric.rail(relay) == fabric.rail(ends[1]) ? 0 : 1))
          .forEach(relays::add);
    }
    return relays;
  }

  /** Walks all simple paths that climb, stay on a level, and descend; keeps the shortest. */
  private static void enumerate(
      Fabric fabric,
      int node,
      int to,
      int phase,
      List<Integer> path,
      Set<Integer> visited,
      Set<List<Integer>> shortest) {
    int least = shortest.stream().mapToInt(List::size).findFirst().orElse(Integer.MAX_VALUE);
    if (node == to) {
      if (path.size() < least) {
        shortest.clear();
      }
      if (path.size() <= least) {
        shortest.add(List.copyOf(path));
      }
      return;
    }
    visited.add(node);
    for (int link = 0; link < fabric.linkCount(); link++) {
      int target = fabric.target(link);
      int next = Integer.signum(fabric.nodeLevel(node) - fabric.nodeLevel(target));
      if (fabric.source(link) == node && !visited.contains(target) && next >= phase) {
        path.add(link);
        enumerate(fabric, target, to, next, path, visited, shortest);
        path.remove(path.size() - 1);
      }
    }
    visited.remove(node);
  }

  private static int highestLevel(Fabric fabric, List<Integer> path) {
    return path.stream()
        .mapToInt(link -> fabric.nodeLevel(fabric.source(link)))
        .max()
        .orElseThrow();
  }

  private static List<Integer> links(Paths paths, int path) {
    List<Integer> links = new ArrayList<>();
    for (int hop = 0; hop < paths.hops(path); hop++) {
      links.add(paths.link(path, hop));
    }
    return links;
  }

  /**
   * Two leaves or three, spines, NVLink in some nodes, cables between GPUs, between leaves and
   * between spines, a fifth left out.
   */
  private static Fabric randomFabric(Random random) {
    FabricSketch sketch = new FabricSketch();
    int leaves = 2 + random.nextInt(2);
    int spines = 1 + random.nextInt(3);
    for (int spine = 0; spine < spines; spine++) {
      sketch.switches(3, "t" + spine);
    }
    for (int leaf = 0; leaf < leaves; leaf++) {
      sketch.switches(2, "l" + leaf).switches(1, "n" + leaf);
      sketch.node("a" + leaf, "b" + leaf);
      for (int spine = 0; spine < spines; spine++) {
        cable(sketch, random, "l" + leaf, "t" + spine);
      }
      for (String gpu : new String[] {"a" + leaf, "b" + leaf}) {
        cable(sketch, random, gpu, "l" + leaf);
        cable(sketch, random, gpu, "l" + random.nextInt(leaf + 1));
        cable(sketch, random, gpu, "n" + leaf);
      }
    }
    if (random.nextBoolean()) {
      for (int leaf = 0; leaf < leaves; leaf++) {
        cable(sketch, random, "l" + leaf, "l" + (leaf + 1) % leaves);
      }
    }
    if (random.nextBoolean()) {
      cable(sketch, random, "t0", "t" + (spines - 1) / 2);
      cable(sketch, random, "t" + (spines - 1), "t" + (spines - 1) / 2);
    }
    if (random.nextBoolean()) {
      cable(sketch, random, "a0", "b1");
      cable(sketch, random, "b1", "b0");
    }
    return sketch.build();
  }

  private static void cable(FabricSketch sketch, Random random, String a, String b) {
    if (random.nextInt(5) > 0 && !a.equals(b)) {
      sketch.cable(a, b, 1, random.nextInt(1_000));
    }
  }
}
