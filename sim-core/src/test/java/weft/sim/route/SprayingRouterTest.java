package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/** A link's share is the part of the paths, counted one by one, that lead over it. */
final class SprayingRouterTest {

  private static final int MOST = 1 << 12;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void sharesAreThoseOfThePathsCounted(long seed) {
    Fabric fabric = SmallFabrics.random(new Random(seed));
    UpDownRouter router = new UpDownRouter(fabric, 1);
    SprayingRouter sprayed = new SprayingRouter(fabric, router);
    for (int source = 0; source < fabric.endpointCount(); source++) {
      for (int destination = 0; destination < fabric.endpointCount(); destination++) {
        if (source == destination) {
          continue;
        }
        PathSet all;
        try {
          all = router.pathSet(source, destination, MOST);
        } catch (NoPathException e) {
          int from = source;
          int to = destination;
          assertThatThrownBy(() -> sprayed.path(from, to, 0)).isInstanceOf(NoPathException.class);
          continue;
        }
        assertSame(fabric, all, sprayed.paths(), sprayed.path(source, destination, 0));
      }
    }
  }

  /** One leaf, two spines, two leaves: half of each pair's bytes over each spine. */
  @Test
  void pairsBehindTheSameLeavesHaveASpreadInCommon() {
    FabricSketch sketch = new FabricSketch().switches(2, "t0", "t1").switches(1, "l0", "l1");
    for (int gpu = 0; gpu < 4; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, "l" + gpu / 2, 1_000, 5);
    }
    for (String leaf : new String[] {"l0", "l1"}) {
      sketch.cable(leaf, "t0", 1_000, 7).cable(leaf, "t1", 1_000, 9);
    }
    SprayingRouter router = new SprayingRouter(sketch.build(), new UpDownRouter(sketch.build(), 1));
    Paths paths = router.paths();
    int one = router.path(0, 2, 0);
    int other = router.path(1, 3, 7);
    assertThat(paths.spread(one)).isEqualTo(paths.spread(other)).isNotEqualTo(Paths.NO_SPREAD);
    assertThat(paths.ownHops(one)).isEqualTo(2);
    assertThat(paths.hops(one)).isEqualTo(6);
    assertThat(paths.share(one, 5)).isEqualTo(0.5);
    assertThat(paths.crossed(one)).isEqualTo(4);
    assertThat(paths.latencyPs(one)).as("the slower spine").isEqualTo(5 + 9 + 9 + 5);
    assertThat(paths.spread(router.path(0, 1, 0))).isEqualTo(Paths.NO_SPREAD);
  }

  /** NVLink leads to nobody elsewhere: GPUs with a link up besides have a spread in common too. */
  @Test
  void gpusOnNvlinkHaveASpreadInCommonToo() {
    FabricSketch sketch = new FabricSketch().switches(3, "t0", "t1").switches(2, "l0", "l1");
    for (int node = 0; node < 4; node++) {
      sketch.node("a" + node, "b" + node).switches(1, "n" + node);
      for (String gpu : new String[] {"a" + node, "b" + node}) {
        sketch.cable(gpu, "n" + node, 1_000, 1).cable(gpu, "l" + node / 2, 1_000, 5);
      }
    }
    for (String leaf : new String[] {"l0", "l1"}) {
      sketch.cable(leaf, "t0", 1_000, 7).cable(leaf, "t1", 1_000, 9);
    }
    Fabric fabric = sketch.build();
    SprayingRouter router = new SprayingRouter(fabric, new UpDownRouter(fabric, 1));
    Paths paths = router.paths();
    int one = router.path(0, 4, 0);
    int other = router.path(3, 7, 0);
    assertThat(paths.spread(one)).isEqualTo(paths.spread(other)).isNotEqualTo(Paths.NO_SPREAD);
    assertThat(paths.ownHops(one)).isEqualTo(2);
    assertThat(paths.latencyPs(one)).isEqualTo(5 + 9 + 9 + 5);
    assertThat(paths.spread(router.path(0, 2, 0))).as("one leaf").isEqualTo(Paths.NO_SPREAD);
  }

  private static void assertSame(Fabric fabric, PathSet all, Paths paths, int path) {
    double[] expected = new double[fabric.linkCount()];
    for (int each = 0; each < all.count(); each++) {
      for (int hop = 0; hop < all.hops(); hop++) {
        expected[all.link(each, hop)] += 1.0 / all.count();
      }
    }
    double[] shares = new double[fabric.linkCount()];
    for (int hop = 0; hop < paths.hops(path); hop++) {
      shares[paths.link(path, hop)] += paths.share(path, hop);
    }
    assertThat(shares).containsExactly(expected, within(1e-12));
    assertThat(paths.crossed(path)).isEqualTo(all.hops());
  }
}
