package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.LinkOrder;
import weft.sim.fixture.FabricSketch;
import weft.sim.route.KnownPaths;
import weft.sim.route.Router;
import weft.sim.route.SprayingRouter;
import weft.sim.route.UpDownRouter;

/** Which links cannot bind, by hand: two leaves of two hosts at 1,000 b/s. */
final class LinkPruningTest {

  /** Two spines, each link as fast as a host: half of both hosts is no more than a link carries. */
  @Test
  void sprayedLinksCannotBindWhereNothingIsOversubscribed() {
    Fabric fabric = fabric(1_000, "t0", "t1");
    assertThat(binding(fabric, new SprayingRouter(fabric, new UpDownRouter(fabric, 1))))
        .containsExactly("g0 → l0", "g1 → l0", "l1 → g2", "l1 → g3");
  }

  @Test
  void theyCanWhereTheyAreSlower() {
    Fabric fabric = fabric(999, "t0", "t1");
    assertThat(binding(fabric, new SprayingRouter(fabric, new UpDownRouter(fabric, 1))))
        .contains("l0 → t0", "l0 → t1", "t0 → l1", "t1 → l1");
  }

  /** Both hosts over one path: 2,000 b/s may come to 1,999, and not to 2,000. */
  @Test
  void onePathCarriesAllThatItsHostsSend() {
    Fabric tight = fabric(1_999, "t0");
    assertThat(binding(tight, new UpDownRouter(tight, 1))).contains("l0 → t0", "t0 → l1");
    Fabric wide = fabric(2_000, "t0");
    assertThat(binding(wide, new UpDownRouter(wide, 1)))
        .containsExactly("g0 → l0", "g1 → l0", "l1 → g2", "l1 → g3");
  }

  /** Each GPU on two switches, half over each: all of the first port's 1,000 b/s, over 600. */
  @Test
  void aLinkByWhichHalfOfAFlowEntersBringsAsMuchToOthers() {
    FabricSketch sketch = new FabricSketch().switches(1, "s0", "s1");
    for (int gpu = 0; gpu < 3; gpu++) {
      sketch.gpus("g" + gpu);
      sketch.cable("g" + gpu, "s0", 1_000, 0).cable("g" + gpu, "s1", 600, 0);
    }
    Fabric fabric = sketch.build();
    Router router = new SprayingRouter(fabric, new UpDownRouter(fabric, 1));
    assertThat(binding(fabric, router, router.path(0, 1, 0), router.path(0, 2, 0)))
        .contains("g0 → s0", "g0 → s1");
  }

  /** Of an endpoint, so it may be named before others: it has to be told apart. */
  @Test
  void aLinkOfAnEndpointThatMayBeFullStays() {
    FabricSketch sketch = new FabricSketch().switches(1, "s").gpus("g0", "g1", "g2");
    sketch.link("g0", "g1", 1_000, 0).link("g1", "s", 1_000, 0).link("s", "g2", 2_000, 0);
    Fabric fabric = sketch.build();
    KnownPaths router = new KnownPaths();
    int path = router.add(IntArrayList.of(0, 1, 2), DoubleArrayList.of(1.0, 1.0, 1.0), 0, 3, 1);
    assertThat(binding(fabric, router, path)).contains("g0 → g1", "g1 → s", "s → g2");
  }

  private static String[] binding(Fabric fabric, Router router) {
    return binding(
        fabric,
        router,
        router.path(0, 2, 0),
        router.path(0, 3, 0),
        router.path(1, 2, 0),
        router.path(1, 3, 0));
  }

  private static String[] binding(Fabric fabric, Router router, int... paths) {
    double[] capacities =
        IntStream.range(0, fabric.linkCount()).mapToDouble(fabric::payloadRateBps).toArray();
    LinkPruning pruning = new LinkPruning(router.paths(), capacities, new LinkOrder(fabric));
    pruning.bound(paths, paths.length);
    return IntStream.range(0, fabric.linkCount())
        .filter(pruning::canBind)
        .mapToObj(fabric::linkName)
        .sorted()
        .toArray(String[]::new);
  }

  private static Fabric fabric(long upBps, String... spines) {
    FabricSketch sketch = new FabricSketch().switches(2, spines).switches(1, "l0", "l1");
    for (int gpu = 0; gpu < 4; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, "l" + gpu / 2, 1_000, 0);
    }
    for (String spine : spines) {
      sketch.cable("l0", spine, upBps, 0).cable("l1", spine, upBps, 0);
    }
    return sketch.build();
  }
}
