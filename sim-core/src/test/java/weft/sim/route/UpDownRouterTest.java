package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/**
 * Routing on a fabric that can be drawn.
 *
 * <pre>
 *            t0        t1            level 3
 *           /  \      /  \           each leaf on both spines
 *         l0    l1  (same)           level 2
 *        / \    / \
 *      a0   a1 b0  b1                level 0
 *        \ /     \ /
 *        na       nb                 level 1, NVSwitches
 * </pre>
 */
final class UpDownRouterTest {

  private static final long RATE = 400_000_000_000L;

  private final Fabric fabric = twoNodes().build();
  private final Router router = new UpDownRouter(fabric, 42);

  private static FabricSketch twoNodes() {
    FabricSketch sketch =
        new FabricSketch()
            .switches(3, "t0", "t1")
            .switches(2, "l0", "l1")
            .switches(1, "na", "nb")
            .node("a0", "a1")
            .node("b0", "b1");
    for (String node : new String[] {"a", "b"}) {
      for (int rail = 0; rail < 2; rail++) {
        sketch.cable(node + rail, "n" + node, 9 * RATE, 1);
        sketch.cable(node + rail, node.equals("a") ? "l0" : "l1", RATE, 10);
      }
    }
    for (String leaf : new String[] {"l0", "l1"}) {
      sketch.cable(leaf, "t0", RATE, 100).cable(leaf, "t1", RATE, 100);
    }
    return sketch;
  }

  @Test
  void insideANodeNvlinkIsTakenThoughTheLeafIsNoFurther() {
    assertThat(textsOfFlows(router, 0, 1)).containsExactly("a0 na a1");
  }

  @Test
  void insideANodeWithTwoLevelsAboveNvlinkIsShorter() {
    // a0 and a1 hang on leaves of their own: NVLink 2 links, over the spine 4.
    Fabric rails =
        new FabricSketch()
            .switches(3, "t")
            .switches(2, "l0", "l1")
            .switches(1, "n")
            .node("a0", "a1")
            .cable("a0", "n", RATE, 1)
            .cable("a1", "n", RATE, 1)
            .cable("a0", "l0", RATE, 10)
            .cable("a1", "l1", RATE, 10)
            .cable("l0", "t", RATE, 100)
            .cable("l1", "t", RATE, 100)
            .build();
    Router railRouter = new UpDownRouter(rails, 42);

    assertThat(textsOfFlows(railRouter, rails, 0, 1)).containsExactly("a0 n a1");
    assertThat(railRouter.paths().latencyPs(railRouter.path(0, 1, 0))).isEqualTo(2);
  }

  @Test
  void acrossLeavesThePathClimbsToOneOfTheSpines() {
    assertThat(textsOfFlows(router, 0, 2))
        .containsExactlyInAnyOrder("a0 l0 t0 l1 b0", "a0 l0 t1 l1 b0");
    assertThat(router.paths().latencyPs(router.path(0, 2, 0))).isEqualTo(220);
    assertThat(router.paths().hops(router.path(0, 2, 0))).isEqualTo(4);
  }

  @Test
  void railsWithoutASpineAreCrossedOverTheGpuOnTheOtherRail() {
    FabricSketch sketch =
        new FabricSketch()
            .switches(2, "l0", "l1")
            .switches(1, "na", "nb")
            .node("a0", "a1")
            .node("b0", "b1");
    for (String node : new String[] {"a", "b"}) {
      for (int rail = 0; rail < 2; rail++) {
        sketch.cable(node + rail, "n" + node, RATE, 1).cable(node + rail, "l" + rail, RATE, 10);
      }
    }
    Fabric railOnly = sketch.build();
    Router railRouter = new UpDownRouter(railOnly, 42);
    assertThat(textsOfFlows(railRouter, railOnly, 0, 3)).containsExactly("a0 na a1 l1 b1");
    assertThat(railRouter.paths().latencyPs(railRouter.path(0, 3, 0))).isEqualTo(22);
    assertThat(textsOfFlows(railRouter, railOnly, 0, 2)).containsExactly("a0 l0 b0");
  }

  @Test
  void acrossARingOfRoutersBothWaysAreTaken() {
    FabricSketch sketch = new FabricSketch().switches(2, "r0", "r1", "r2", "r3");
    for (int router = 0; router < 4; router++) {
      sketch.node("g" + router).cable("g" + router, "r" + router, RATE, 1);
      sketch.cable("r" + router, "r" + (router + 1) % 4, RATE, 10);
    }
    Fabric ring = sketch.build();
    Router ringRouter = new UpDownRouter(ring, 42);
    assertThat(textsOfFlows(ringRouter, ring, 0, 1)).containsExactly("g0 r0 r1 g1");
    assertThat(textsOfFlows(ringRouter, ring, 0, 2))
        .containsExactlyInAnyOrder("g0 r0 r1 r2 g2", "g0 r0 r3 r2 g2");
  }

  @Test
  void flowsUseThePortsOfANicInTurn() {
    FabricSketch sketch = new FabricSketch().switches(3, "x", "y", "z");
    for (String gpu : new String[] {"a", "b"}) {
      sketch.node(gpu).nic(2, gpu + "n", 0).cable(gpu, gpu + "n", RATE, 1);
      for (String plane : new String[] {"x", "y", "z"}) {
        sketch.cable(gpu + "n", plane, RATE, 1);
      }
    }
    Fabric planes = sketch.build();
    Router planeRouter = new UpDownRouter(planes, 42);
    assertThat(planes.ports(0)).isEqualTo(3);
    for (int flow = 0; flow < 7; flow++) {
      assertThat(planeRouter.paths().link(planeRouter.path(0, 1, flow), 1))
          .isEqualTo(FabricSketch.link(planes, "an", List.of("x", "y", "z").get(flow % 3)));
    }
  }

  @Test
  void ofTwoNicsBehindASwitchTheOneOnTheRailIsTaken() {
    FabricSketch sketch = new FabricSketch().switches(3, "l0", "l1").switches(4, "s");
    for (String node : new String[] {"a", "b"}) {
      sketch.node(node + "0", node + "1").switches(1, node + "p");
      for (int rail = 0; rail < 2; rail++) {
        sketch.nic(2, node + "n" + rail, rail).cable(node + rail, node + "p", RATE, 1);
        sketch.cable(node + "p", node + "n" + rail, RATE, 1);
        sketch.cable(node + "n" + rail, "l" + rail, RATE, 10);
      }
    }
    Fabric rails = sketch.cable("l0", "s", RATE, 100).cable("l1", "s", RATE, 100).build();
    Router railRouter = new UpDownRouter(rails, 42);
    assertThat(textsOfFlows(railRouter, rails, 1, 3)).containsExactly("a1 ap an1 l1 bn1 bp b1");
    // No leaf is on both rails, and the way over one leaf is shorter than that over the spine; of
    // the two leaves it is that of the receiver's rail, so that a1 to b0 is not in its way.
    assertThat(textsOfFlows(railRouter, rails, 0, 3)).containsExactly("a0 ap an1 l1 bn1 bp b1");
    assertThat(textsOfFlows(railRouter, rails, 1, 2)).containsExactly("a1 ap an0 l0 bn0 bp b0");
  }

  @Test
  void gpusOfOneLeafMeetThere() {
    Fabric star = FabricSketch.star(3, RATE, 7);
    Router starRouter = new UpDownRouter(star, 1);
    assertThat(textsOfFlows(starRouter, star, 0, 2)).containsExactly("g0 s g2");
    assertThat(starRouter.paths().latencyPs(starRouter.path(0, 2, 0))).isEqualTo(14);
  }

  @Test
  void aCableBetweenGpusIsTheShortestPath() {
    Fabric cabled = twoNodes().cable("a0", "b0", RATE, 3).build();
    Router cabledRouter = new UpDownRouter(cabled, 1);
    assertThat(textsOfFlows(cabledRouter, cabled, 0, 2)).containsExactly("a0 b0");
    // Going down to b1 over b0 and its switch would climb after the cable.
    assertThat(textsOfFlows(cabledRouter, cabled, 0, 3))
        .containsExactlyInAnyOrder("a0 l0 t0 l1 b1", "a0 l0 t1 l1 b1");
  }

  @Test
  void cablesLeadThroughGpus() {
    // g0 — g1 — g2, no switch.
    Fabric chain =
        new FabricSketch()
            .gpus("g0", "g1", "g2")
            .cable("g0", "g1", RATE, 1)
            .cable("g1", "g2", RATE, 2)
            .build();
    assertThat(textsOfFlows(new UpDownRouter(chain, 1), chain, 0, 2)).containsExactly("g0 g1 g2");
  }

  @Test
  void afterACableThePathDoesNotClimbThoughThatWereNoLonger() {
    // g0 — s — t — g3; as long, but climbing after a cable, would be g0 — g1 — t — g3.
    Fabric shortcut =
        new FabricSketch()
            .switches(2, "t")
            .switches(1, "s")
            .gpus("g0", "g1", "g3")
            .cable("g0", "g1", RATE, 1)
            .cable("g0", "s", RATE, 1)
            .cable("s", "t", RATE, 1)
            .cable("g1", "t", RATE, 1)
            .cable("t", "g3", RATE, 1)
            .build();
    assertThat(textsOfFlows(new UpDownRouter(shortcut, 1), shortcut, 0, 2))
        .containsExactly("g0 s t g3");
  }

  @Test
  void parallelCablesAreCandidatesOfTheirOwn() {
    Fabric bundle =
        new FabricSketch()
            .gpus("g0", "g1")
            .cable("g0", "g1", RATE, 1)
            .cable("g0", "g1", RATE, 1)
            .build();
    Router bundleRouter = new UpDownRouter(bundle, 1);
    assertThat(
            IntStream.range(0, 64)
                .map(flow -> bundleRouter.paths().link(bundleRouter.path(0, 1, flow), 0))
                .distinct())
        .containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void gpusWithoutAPathAreNamed() {
    Fabric islands =
        new FabricSketch()
            .switches(1, "s0", "s1")
            .gpus("g0", "g1")
            .cable("g0", "s0", RATE, 1)
            .cable("g1", "s1", RATE, 1)
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UpDownRouter(islands, 1).path(0, 1, 0))
        .withMessage("no up-down path from g0 to g1, and none over another GPU of their nodes");
  }

  @Test
  void aPathThatWouldClimbAgainIsNone() {
    // g0 — s — g1 — r — g2: beyond g1 it would have to climb once more.
    Fabric valley =
        new FabricSketch()
            .switches(1, "s", "r")
            .gpus("g0", "g1", "g2")
            .cable("g0", "s", RATE, 1)
            .cable("g1", "s", RATE, 1)
            .cable("g1", "r", RATE, 1)
            .cable("g2", "r", RATE, 1)
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UpDownRouter(valley, 1).path(0, 2, 0))
        .withMessage("no up-down path from g0 to g2, and none over another GPU of their nodes");
  }

  /**
   * Behind each node's PCIe switches p and q only q has a NIC, and q is reached over the processor
   * only: a0 sends to a1 on the side of the NIC, that to b1, and that to b0.
   */
  @Test
  void whereNeitherEndHasANicOneGpuOfEachNodeRelays() {
    FabricSketch sketch = new FabricSketch();
    for (String node : new String[] {"a", "b"}) {
      sketch.node(node + 0, node + 1).switches(2, node + "p", node + "q").switches(3, node + "c");
      sketch.nic(4, node + "n", 0);
      for (String ends : new String[] {"0 p", "1 q", "p c", "q c", "q n"}) {
        String[] both = ends.split(" ", -1);
        sketch.cable(node + both[0], node + both[1], RATE, 1);
      }
    }
    Fabric pcie =
        sketch.switches(5, "l").cable("an", "l", RATE, 1).cable("bn", "l", RATE, 1).build();
    UpDownRouter ofPcie = new UpDownRouter(pcie, 1);
    int path = ofPcie.path(0, 2, 7);
    assertThat(
            IntStream.range(0, ofPcie.paths().hops(path))
                .mapToObj(hop -> pcie.nodeName(pcie.target(ofPcie.paths().link(path, hop)))))
        .containsExactly(
            "ap", "ac", "aq", "a1", "aq", "an", "l", "bn", "bq", "b1", "bq", "bc", "bp", "b0");
    assertThat(ofPcie.pathSet(0, 2, 9).count()).isEqualTo(1);
  }

  @Test
  void thereIsNoPathToItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> router.path(2, 2, 0))
        .withMessage("no path from b0 to itself");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE})
  void flowNumbersHave16Bits(int flow) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> router.path(0, 2, flow))
        .withMessageContaining("flow " + flow);
    assertThat(router.path(0, 2, 65_535)).isZero();
  }

  @Test
  void aFlowKeepsItsPath() {
    int first = router.path(0, 2, 5);
    int other = router.path(2, 0, 5);
    assertThat(router.path(0, 2, 5)).isEqualTo(first).isNotEqualTo(other);
  }

  @Test
  void theSameSeedGivesTheSamePathsWhateverTheOrderOfAsking() {
    Router again = new UpDownRouter(twoNodes().build(), 42);
    String backwards =
        IntStream.range(0, 200)
            .map(i -> 199 - i)
            .mapToObj(flow -> text(again, fabric, again.path(0, 2, flow)))
            .reduce("", (texts, text) -> text + "\n" + texts);
    String forwards =
        IntStream.range(0, 200)
            .mapToObj(flow -> text(router, fabric, router.path(0, 2, flow)))
            .reduce("", (texts, text) -> texts + text + "\n");
    assertThat(backwards).isEqualTo(forwards);
  }

  @Test
  void anotherSeedGivesOtherPaths() {
    Router other = new UpDownRouter(fabric, 43);
    long same =
        IntStream.range(0, 1_000)
            .filter(
                flow ->
                    text(router, fabric, router.path(0, 2, flow))
                        .equals(text(other, fabric, other.path(0, 2, flow))))
            .count();
    // Of two paths, half agree by chance; the standard deviation is 16.
    assertThat(same).isBetween(430L, 570L);
  }

  /** χ² of 15 degrees of freedom exceeds 37.7 once in 1,000 seeds. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flowsSpreadEvenlyOverAllUplinks(long seed) {
    int spines = 16;
    FabricSketch sketch =
        new FabricSketch()
            .switches(1, "l0", "l1")
            .gpus("g0", "g1")
            .cable("g0", "l0", RATE, 1)
            .cable("g1", "l1", RATE, 1);
    for (int spine = 0; spine < spines; spine++) {
      String name = "t" + spine;
      sketch.switches(2, name).cable("l0", name, RATE, 1).cable("l1", name, RATE, 1);
    }
    Fabric leafSpine = sketch.build();
    Router spread = new UpDownRouter(leafSpine, seed);

    int flows = 16_000;
    int[] counts = new int[leafSpine.linkCount()];
    for (int flow = 0; flow < flows; flow++) {
      counts[spread.paths().link(spread.path(0, 1, flow), 1)]++;
    }

    double expected = (double) flows / spines;
    double chiSquare = 0;
    for (int spine = 0; spine < spines; spine++) {
      double deviation = counts[FabricSketch.link(leafSpine, "l0", "t" + spine)] - expected;
      chiSquare += deviation * deviation / expected;
    }
    assertThat(chiSquare).as("seed %d", seed).isLessThan(37.7);
  }

  private String[] textsOfFlows(Router over, int source, int destination) {
    return textsOfFlows(over, fabric, source, destination);
  }

  /** The different paths of the first 100 flows. */
  private static String[] textsOfFlows(Router over, Fabric in, int source, int destination) {
    return IntStream.range(0, 100)
        .mapToObj(flow -> text(over, in, over.path(source, destination, flow)))
        .distinct()
        .toArray(String[]::new);
  }

  /** The nodes of a path. */
  private static String text(Router over, Fabric in, int path) {
    Paths paths = over.paths();
    return Stream.concat(
            Stream.of(in.nodeName(in.source(paths.link(path, 0)))),
            IntStream.range(0, paths.hops(path))
                .mapToObj(hop -> in.nodeName(in.target(paths.link(path, hop)))))
        .collect(Collectors.joining(" "));
  }
}
