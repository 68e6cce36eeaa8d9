package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** Of the links of a spread one is slower by a bit: whichever it is, the spread has to stay. */
  @ParameterizedTest
  @CsvSource({"l0, t0", "l0, t1", "t0, l1", "t1, l1"})
  void aSpreadWithOneLinkThatCanBindBinds(String from, String to) {
    assertThat(bindingSpreads(fabric(1_000, "t0", "t1"))).isNotEmpty().containsOnly(false);
    FabricSketch slow = hosts(1_000, 1_000).switches(2, "t0", "t1");
    for (String spine : new String[] {"t0", "t1"}) {
      for (String leaf : new String[] {"l0", "l1"}) {
        slow.link(spine, leaf, spine.equals(from) && leaf.equals(to) ? 999 : 1_000, 0);
        slow.link(leaf, spine, leaf.equals(from) && spine.equals(to) ? 999 : 1_000, 0);
      }
    }
    assertThat(bindingSpreads(slow.build())).contains(true);
  }

  /**
   * Both hosts of a side send to both of the other over one path of 1,000 b/s: as the slower two
   * have 500 each, no more than that comes to it, whether they send or receive.
   */
  @ParameterizedTest
  @CsvSource({"500, 1000", "1000, 500"})
  void theSlowerSideBoundsWhatComes(long leftBps, long rightBps) {
    Fabric fabric =
        hosts(leftBps, rightBps)
            .switches(2, "t")
            .cable("l0", "t", 1_000, 0)
            .cable("l1", "t", 1_000, 0)
            .build();
    assertThat(binding(fabric, new UpDownRouter(fabric, 1)))
        .containsExactly("g0 → l0", "g1 → l0", "l1 → g2", "l1 → g3");
  }

  /** A pruning is used again: of one host alone nothing is left of the other. */
  @Test
  void whatWasBoundBeforeIsForgotten() {
    Fabric fabric = fabric(1_999, "t0");
    Router router = new UpDownRouter(fabric, 1);
    LinkPruning pruning = pruning(fabric, router);
    int[] both = {router.path(0, 2, 0), router.path(1, 3, 0)};
    pruning.bound(both, 2);
    assertThat(binding(fabric, pruning))
        .containsExactly("g0 → l0", "g1 → l0", "l0 → t0", "l1 → g2", "l1 → g3", "t0 → l1");
    pruning.bound(both, 1);
    assertThat(binding(fabric, pruning)).containsExactly("g0 → l0", "l1 → g2");
  }

  /**
   * Sprayed by two leaves to one: from each of two gates of 1,000 b/s half comes to each spine, 500
   * and 500, from the third one, of another leaf, 500 more: 1,500 on the way down from each.
   */
  @ParameterizedTest
  @CsvSource({"1499, true", "1500, false"})
  void gatesWithOtherSpreadsAreAddedUp(long downBps, boolean binds) {
    FabricSketch sketch = new FabricSketch().switches(2, "t0", "t1").switches(1, "l0", "l1", "l2");
    for (int gpu = 0; gpu < 3; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, "l" + gpu / 2, 1_000, 0);
    }
    for (int gpu = 3; gpu < 7; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, "l2", 1_000, 0);
    }
    for (String spine : new String[] {"t0", "t1"}) {
      sketch.cable("l0", spine, 9_000, 0).cable("l1", spine, 9_000, 0);
      sketch.cable("l2", spine, downBps, 0);
    }
    Fabric fabric = sketch.build();
    Router router = new SprayingRouter(fabric, new UpDownRouter(fabric, 1));
    int[] paths = new int[12];
    for (int i = 0; i < 12; i++) {
      paths[i] = router.path(i / 4, 3 + i % 4, 0);
    }
    String[] binding = binding(fabric, router, paths);
    if (binds) {
      assertThat(binding).contains("t0 → l2", "t1 → l2");
    } else {
      assertThat(binding).doesNotContain("t0 → l2", "t1 → l2");
    }
    assertThat(binding).doesNotContain("l0 → t0", "l0 → t1", "l1 → t0", "l1 → t1");
  }

  /** Spreads that a gate has have nothing to do with how many flows it has. */
  @Test
  void moreFlowsOfAGateBringNoMore() {
    Fabric fabric = fabric(1_000, "t0", "t1");
    Router router = new SprayingRouter(fabric, new UpDownRouter(fabric, 1));
    int[] paths = new int[8];
    for (int i = 0; i < 8; i++) {
      paths[i] = router.path(i % 4 / 2, 2 + i % 2, i / 4);
    }
    assertThat(binding(fabric, router, paths))
        .containsExactly("g0 → l0", "g1 → l0", "l1 → g2", "l1 → g3");
  }

  private static FabricSketch hosts(long leftBps, long rightBps) {
    FabricSketch sketch = new FabricSketch().switches(1, "l0", "l1");
    for (int gpu = 0; gpu < 4; gpu++) {
      sketch.gpus("g" + gpu);
      sketch.cable("g" + gpu, "l" + gpu / 2, gpu < 2 ? leftBps : rightBps, 0);
    }
    return sketch;
  }

  private static boolean[] bindingSpreads(Fabric fabric) {
    Router router = new SprayingRouter(fabric, new UpDownRouter(fabric, 1));
    LinkPruning pruning = pruning(fabric, router);
    int[] paths = {
      router.path(0, 2, 0), router.path(0, 3, 0), router.path(1, 2, 0), router.path(1, 3, 0)
    };
    pruning.bound(paths, paths.length);
    return pruning.bindingSpreads();
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
    LinkPruning pruning = pruning(fabric, router);
    pruning.bound(paths, paths.length);
    return binding(fabric, pruning);
  }

  private static LinkPruning pruning(Fabric fabric, Router router) {
    double[] capacities =
        IntStream.range(0, fabric.linkCount()).mapToDouble(fabric::payloadRateBps).toArray();
    return new LinkPruning(router.paths(), capacities, new LinkOrder(fabric));
  }

  private static String[] binding(Fabric fabric, LinkPruning pruning) {
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
