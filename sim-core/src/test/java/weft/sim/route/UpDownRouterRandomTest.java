package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import it.unimi.dsi.fastutil.ints.IntSets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;

/** Routing on random leaf–spine fabrics with holes, against all up-down paths by brute force. */
@Tag("slow")
final class UpDownRouterRandomTest {

  private static final int FLOWS = 500;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void flowsTakeTheLowestShortestUpDownPathsAndNoOther(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 15; i++) {
      Fabric fabric = SmallFabrics.random(random);
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
    Set<List<Integer>> allowed = new DullPaths(fabric, IntSets.EMPTY_SET).between(from, to);
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

  private static List<Integer> links(Paths paths, int path) {
    List<Integer> links = new ArrayList<>();
    for (int hop = 0; hop < paths.hops(path); hop++) {
      links.add(paths.link(path, hop));
    }
    return links;
  }
}
