package weft.sim.route;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

/**
 * What is searched once for attachments of a kind is what a router finds that is asked for one pair
 * only.
 */
final class AlikeAttachmentsTest {

  private static final int FLOWS = 9;

  @ParameterizedTest
  @EnumSource(SmallFabrics.class)
  void pathsOfSmallFabricsDoNotDependOnWhatWasAskedBefore(SmallFabrics family) {
    assertAlike(family.build(), new IntOpenHashSet());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void norDoThoseOfThreeTiersWithFailures(long seed) {
    Random random = new Random(seed);
    Fabric fabric = threeTiers(random);
    IntSet failed = new IntOpenHashSet();
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (random.nextInt(40) == 0) {
        failed.add(link);
      }
    }
    assertAlike(fabric, failed);
  }

  @Test
  void leavesOfAPodAreAlikeAndOneWithALostLinkIsNot() {
    Fabric fabric = SmallFabrics.FAT_TREE.build();
    UpDownRouter router = new UpDownRouter(fabric, 1);
    Attachments up = router.converged().up();
    // Endpoints in order: a00, b00, a01, b01, a10 …
    assertThat(up.kind(0)).isEqualTo(up.kind(2)).isNotEqualTo(up.kind(4));
    int lost = FabricSketch.link(fabric, "l00", "s00");
    Attachments broken = router.withFailures(new IntOpenHashSet(new int[] {lost})).converged().up();
    assertThat(broken.kind(0)).isNotEqualTo(broken.kind(2));
    assertThat(broken.kind(4)).isEqualTo(broken.kind(6));
  }

  private static void assertAlike(Fabric fabric, IntSet failed) {
    UpDownRouter shared = new UpDownRouter(fabric, 7).withFailures(failed);
    SprayingRouter sprayed = new SprayingRouter(fabric, shared);
    for (int source = 0; source < fabric.endpointCount(); source++) {
      for (int destination = 0; destination < fabric.endpointCount(); destination++) {
        if (source != destination) {
          UpDownRouter alone = new UpDownRouter(fabric, 7).withFailures(failed);
          String pair = source + " → " + destination + " of " + fabric.endpointCount();
          for (int flow = 0; flow < FLOWS; flow++) {
            assertThat(path(shared, source, destination, flow))
                .as("%s, flow %d", pair, flow)
                .isEqualTo(path(alone, source, destination, flow));
          }
          assertThat(path(sprayed, source, destination, 0))
              .as(pair)
              .isEqualTo(path(new SprayingRouter(fabric, alone), source, destination, 0));
          assertThat(pathSet(shared, source, destination))
              .as(pair)
              .isEqualTo(pathSet(alone, source, destination));
        }
      }
    }
  }

  /** All that is known of a path. */
  private static List<Number> path(Router router, int source, int destination, int flow) {
    List<Number> facts = new ArrayList<>();
    try {
      int path = router.path(source, destination, flow);
      Paths paths = router.paths();
      facts.add(paths.latencyPs(path));
      facts.add(paths.crossed(path));
      facts.add(paths.ownHops(path));
      for (int hop = 0; hop < paths.hops(path); hop++) {
        facts.add(paths.link(path, hop));
        facts.add(paths.share(path, hop));
      }
    } catch (NoPathException e) {
      facts.clear();
    }
    return facts;
  }

  private static List<Integer> pathSet(Router router, int source, int destination) {
    List<Integer> links = new ArrayList<>();
    try {
      for (int link : router.pathSet(source, destination, 6).rows()) {
        links.add(link);
      }
    } catch (NoPathException e) {
      links.clear();
    }
    return links;
  }

  /** Pods of leaves and aggregation switches, cores, cables twice here and there. */
  private static Fabric threeTiers(Random random) {
    FabricSketch sketch = new FabricSketch();
    int pods = 2 + random.nextInt(2);
    int width = 2 + random.nextInt(2);
    for (int core = 0; core < width * width; core++) {
      sketch.switches(3, "c" + core);
    }
    for (int pod = 0; pod < pods; pod++) {
      for (int i = 0; i < width; i++) {
        sketch.switches(2, "s" + pod + i);
        for (int core = 0; core < width; core++) {
          sketch.cable("s" + pod + i, "c" + (i * width + core), 1, 100);
        }
      }
      for (int leaf = 0; leaf < 2 + random.nextInt(2); leaf++) {
        String name = "l" + pod + leaf;
        sketch.switches(1, name);
        for (int i = 0; i < width; i++) {
          sketch.cable(name, "s" + pod + i, 1, random.nextInt(4) == 0 ? 20 : 10);
          if (random.nextInt(4) == 0) {
            sketch.cable(name, "s" + pod + i, 1, 10);
          }
        }
        for (int host = 0; host < 2; host++) {
          sketch.gpus("g" + pod + leaf + host).cable("g" + pod + leaf + host, name, 1, 5);
        }
      }
    }
    return sketch.build();
  }
}
