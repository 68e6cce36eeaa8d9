package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.ints.IntSets;
import java.util.ArrayList;
import java.util.Collections;
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

/** Routing around links that have failed. */
@Tag("slow")
final class FailedLinksTest {

  private static final int FLOWS = 40;

  /** Two spines; the cable of one to a leaf is cut, so all goes over the other, from both ends. */
  @Test
  void whatIsLeftOfEqualPathsIsUsed() {
    Fabric fabric = leafSpine(2);
    UpDownRouter router =
        new UpDownRouter(fabric, 1)
            .withFailures(
                IntSet.of(
                    FabricSketch.link(fabric, "l1", "t0"), FabricSketch.link(fabric, "t0", "l1")));
    for (int flow = 0; flow < FLOWS; flow++) {
      assertThat(links(router, 0, 1, flow))
          .contains(FabricSketch.link(fabric, "l0", "t1"), FabricSketch.link(fabric, "t1", "l1"));
      assertThat(links(router, 1, 0, flow)).contains(FabricSketch.link(fabric, "l1", "t1"));
    }
    assertThat(router.pathSet(0, 1, 10).count()).isEqualTo(1);
  }

  @Test
  void oneDirectionMayFailAlone() {
    Fabric fabric = leafSpine(2);
    UpDownRouter router =
        new UpDownRouter(fabric, 1).withFailures(IntSet.of(FabricSketch.link(fabric, "l1", "t0")));
    assertThat(router.pathSet(0, 1, 10).count()).isEqualTo(2);
    assertThat(router.pathSet(1, 0, 10).count()).isEqualTo(1);
  }

  /** In a ring of four routers the way of one hop is cut: three hops the other way round. */
  @Test
  void whereNoEqualPathIsLeftTheNextShortestIsTaken() {
    FabricSketch sketch = new FabricSketch().switches(2, "r0", "r1", "r2", "r3");
    for (int router = 0; router < 4; router++) {
      sketch.gpus("g" + router).cable("g" + router, "r" + router, 1, 1);
      sketch.cable("r" + router, "r" + (router + 1) % 4, 1, 10);
    }
    Fabric ring = sketch.build();
    UpDownRouter router =
        new UpDownRouter(ring, 1).withFailures(IntSet.of(FabricSketch.link(ring, "r0", "r1")));
    assertThat(router.paths().latencyPs(router.path(0, 1, 0))).isEqualTo(1 + 30 + 1);
    assertThat(router.paths().latencyPs(router.path(1, 0, 0))).isEqualTo(1 + 10 + 1);
  }

  /** Its NIC is cut off, so the GPU sends over that of its neighbour. */
  @Test
  void theLastResortIsAnotherGpuOfTheNode() {
    Fabric fabric = SmallFabrics.NVL72.build();
    int cut = FabricSketch.link(fabric, "k00", "l0");
    UpDownRouter router = new UpDownRouter(fabric, 1).withFailures(IntSet.of(cut));
    assertThat(router.pathSet(0, 4, 100).hops())
        .isEqualTo(2 + new UpDownRouter(fabric, 1).pathSet(0, 4, 100).hops());
  }

  @Test
  void whoIsCutOffIsNamed() {
    Fabric fabric = leafSpine(1);
    UpDownRouter router =
        new UpDownRouter(fabric, 1).withFailures(IntSet.of(FabricSketch.link(fabric, "l0", "t0")));
    assertThatExceptionOfType(NoPathException.class)
        .isThrownBy(() -> router.path(0, 1, 0))
        .withMessage(
            "no up-down path from g0 to g1, and none over another GPU of their nodes;"
                + " failed: 1 cable of l0 and t0");
    assertThat(links(router, 1, 0, 0)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_000})
  void whatDoesNotExistCannotFail(int link) {
    UpDownRouter router = new UpDownRouter(leafSpine(1), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> router.withFailures(IntSet.of(link)))
        .withMessage("no link " + link + " can fail, only 0 … 7");
  }

  /** 15 of 16 spines carry what the sixteenth did, in equal parts; χ² of 14 DoF, once in 1,000. */
  @Test
  void theFlowsThatMoveSpreadEvenly() {
    int spines = 16;
    Fabric fabric = leafSpine(spines);
    int cut = FabricSketch.link(fabric, "l0", "t5");
    UpDownRouter before = new UpDownRouter(fabric, 1);
    UpDownRouter after = before.withFailures(IntSet.of(cut));
    int[] moved = new int[fabric.linkCount()];
    int total = 0;
    for (int flow = 0; flow < 16_000; flow++) {
      if (links(before, 0, 1, flow).get(1) == cut) {
        moved[links(after, 0, 1, flow).get(1)]++;
        total++;
      }
    }
    double expected = (double) total / (spines - 1);
    double chiSquare = 0;
    for (int spine = 0; spine < spines; spine++) {
      double deviation = moved[FabricSketch.link(fabric, "l0", "t" + spine)] - expected;
      chiSquare += spine == 5 ? 0 : deviation * deviation / expected;
    }
    assertThat(moved[cut]).isZero();
    assertThat(chiSquare).isLessThan(36.1);
  }

  /**
   * Links fail one after the other. Each time: paths are those of brute force without what has
   * failed, flows take no other, and only flows move that used what failed last.
   */
  @ParameterizedTest
  @EnumSource(SmallFabrics.class)
  void eachFailureMovesOnlyWhoUsedTheLink(SmallFabrics family) {
    long seed = 11;
    fail(family.name(), family.build(), new Random(seed), 5);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void eachFailureMovesOnlyWhoUsedTheLinkOnRandomFabrics(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      fail("fabric " + i + ", seed " + seed, SmallFabrics.random(random), random, 10);
    }
  }

  private static void fail(String text, Fabric fabric, Random random, int failures) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, fabric.linkCount()).boxed().toList());
    Collections.shuffle(order, random);
    UpDownRouter router =
        new UpDownRouter(fabric, random.nextLong()).withFailures(IntSets.EMPTY_SET);
    IntSet failed = new IntOpenHashSet();
    for (int link : order.subList(0, Math.min(failures, order.size()))) {
      failed.add(link);
      UpDownRouter next = router.withFailures(failed);
      for (int source = 0; source < fabric.endpointCount(); source++) {
        for (int destination = 0; destination < fabric.endpointCount(); destination++) {
          if (source != destination) {
            String pair = text + ": " + source + " → " + destination + " without " + failed;
            checkPair(pair, fabric, router, next, failed, link, source, destination);
          }
        }
      }
      router = next;
    }
  }

  private static void checkPair(
      String pair,
      Fabric fabric,
      UpDownRouter before,
      UpDownRouter after,
      IntSet failed,
      int link,
      int source,
      int destination) {
    Set<List<Integer>> expected = new DullPaths(fabric, failed).between(source, destination);
    if (expected.isEmpty()) {
      assertThatExceptionOfType(NoPathException.class)
          .as(pair)
          .isThrownBy(() -> after.path(source, destination, 0));
      return;
    }
    PathSet paths = after.pathSet(source, destination, 1 << 20);
    Set<List<Integer>> rows = new HashSet<>();
    for (int path = 0; path < paths.count(); path++) {
      int row = path;
      rows.add(IntStream.range(0, paths.hops()).mapToObj(hop -> paths.link(row, hop)).toList());
    }
    assertThat(rows).as(pair).isEqualTo(expected);
    for (int flow = 0; flow < FLOWS; flow++) {
      List<Integer> was = links(before, source, destination, flow);
      List<Integer> is = links(after, source, destination, flow);
      assertThat(expected).as(pair).contains(is);
      if (!was.contains(link)) {
        assertThat(is).as("%s, flow %d", pair, flow).isEqualTo(was);
      }
    }
  }

  private static List<Integer> links(Router router, int source, int destination, int flow) {
    int path = router.path(source, destination, flow);
    return IntStream.range(0, router.paths().hops(path))
        .mapToObj(hop -> router.paths().link(path, hop))
        .toList();
  }

  /** A GPU on each of two leaves. */
  private static Fabric leafSpine(int spines) {
    FabricSketch sketch = new FabricSketch().switches(1, "l0", "l1").gpus("g0", "g1");
    sketch.cable("g0", "l0", 1, 1).cable("g1", "l1", 1, 1);
    for (int spine = 0; spine < spines; spine++) {
      sketch.switches(2, "t" + spine).cable("l0", "t" + spine, 1, 1).cable("l1", "t" + spine, 1, 1);
    }
    return sketch.build();
  }
}
