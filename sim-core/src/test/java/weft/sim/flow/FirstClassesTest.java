package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.LinkOrder;
import weft.sim.fixture.FabricSketch;
import weft.sim.route.KnownPaths;

/** Against {@link Refinement}, which these classes spare; one switch with hosts around it. */
final class FirstClassesTest {

  private static final int HOSTS = 5;

  /** What is to be told apart, and how. */
  private record Traffic(Fabric fabric, KnownPaths router, int[] pathOf, long[] sizes) {

    private Colours colours() {
      Colours colours = new Colours(sizes.length);
      colours.tellApart(sizes);
      return colours;
    }

    private double[] capacities() {
      return IntStream.range(0, fabric.linkCount()).mapToDouble(fabric::payloadRateBps).toArray();
    }

    private LinkPruning pruning() {
      LinkPruning pruning = new LinkPruning(router.paths(), capacities(), new LinkOrder(fabric));
      pruning.bound(pathOf, pathOf.length);
      return pruning;
    }

    private FlowClasses find() {
      int[] numbers = IntStream.range(0, pathOf.length).map(flow -> 100 + flow).toArray();
      return FirstClasses.find(
          router.paths(), pathOf, numbers, colours(), capacities(), pruning(), new boolean[0]);
    }

    /** The classes of a refinement that begins with the same colours. */
    private FlowClasses refined() {
      int links = fabric.linkCount();
      FoldGraph graph =
          FoldGraph.of(
              router.paths(), pathOf, pathOf.length, pruning(), new boolean[0], links, 1_000);
      Colours ofFlows = colours();
      Colours ofLinks = new Colours(graph.vertices() - graph.flows());
      ofLinks.tellApart(
          IntStream.range(graph.flows(), graph.vertices())
              .mapToLong(vertex -> fabric.payloadRateBps(graph.link(vertex)))
              .toArray());
      int[] first =
          IntStream.range(0, graph.vertices())
              .map(
                  vertex ->
                      vertex < graph.flows()
                          ? ofFlows.of(vertex)
                          : ofFlows.count() + ofLinks.of(vertex - graph.flows()))
              .toArray();
      Refinement refinement = new Refinement(graph, first, ofFlows.count() + ofLinks.count());
      assertThat(refinement.refine(Integer.MAX_VALUE, Long.MAX_VALUE)).isTrue();
      int[] numbers = IntStream.range(0, pathOf.length).map(flow -> 100 + flow).toArray();
      return refinement.classes() == ofFlows.count() + ofLinks.count()
          ? FlowClasses.of(graph, refinement, numbers, links)
          : null;
    }
  }

  @Test
  void allToAllIsOneClassOverOne() {
    FlowClasses classes = traffic(new long[HOSTS], 5, 1_000).find();
    assertThat(classes.classes()).isEqualTo(1);
    assertThat(classes.linkClasses()).isEqualTo(1);
    assertThat(classes.begin(1)).isEqualTo(HOSTS * (HOSTS - 1));
    assertThat(classes.member(0)).isEqualTo(100);
    assertThat(classes.hops(0)).containsExactly(0);
    assertThat(classes.shares(0)).containsExactly(HOSTS - 1.0);
  }

  /** Those that cross the slower host's links differ from others, and its neighbours from it. */
  @Test
  void aSlowerHostIsLeftToTheRefinement() {
    assertThat(traffic(new long[HOSTS], 5, 900).find()).isNull();
  }

  /** Links that have more flows than others, though each flow is like the next. */
  @Test
  void aMissingFlowIsLeftToTheRefinement() {
    Traffic all = traffic(new long[HOSTS], 5, 1_000);
    int[] fewer = Arrays.copyOf(all.pathOf(), all.pathOf().length - 1);
    Traffic missing = new Traffic(all.fabric(), all.router(), fewer, new long[fewer.length]);
    assertThat(missing.find()).isNull();
    assertThat(missing.refined()).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void areWhatARefinementFindsThatSplitsNothing(long seed) {
    Random random = new Random(seed);
    long[] sizes = new long[HOSTS];
    for (int distance = 1; distance < HOSTS; distance++) {
      sizes[distance] = random.nextInt(2);
    }
    Traffic traffic =
        traffic(sizes, 2 + random.nextInt(HOSTS - 1), random.nextInt(4) > 0 ? 1_000 : 900);
    FlowClasses found = traffic.find();
    FlowClasses expected = traffic.refined();
    assertThat(found == null).as("seed %d", seed).isEqualTo(expected == null);
    if (expected != null) {
      assertThat(found.classes()).isEqualTo(expected.classes());
      assertThat(found.linkClasses()).isEqualTo(expected.linkClasses());
      for (int each = 0; each < found.classes(); each++) {
        assertThat(found.begin(each + 1)).isEqualTo(expected.begin(each + 1));
        assertThat(found.hops(each)).containsExactly(expected.hops(each));
        assertThat(found.shares(each)).containsExactly(expected.shares(each));
      }
      for (int place = 0; place < traffic.pathOf().length; place++) {
        assertThat(found.member(place)).isEqualTo(expected.member(place));
      }
      for (int link = 0; link < traffic.fabric().linkCount(); link++) {
        assertThat(found.classOfLink(link)).isEqualTo(expected.classOfLink(link));
      }
    }
  }

  /**
   * From each of some hosts to each other, by distance.
   *
   * @param sizes by distance
   * @param slowestBps rate of the first host, of others 1,000 b/s
   */
  private static Traffic traffic(long[] sizes, int hosts, long slowestBps) {
    FabricSketch sketch = new FabricSketch().switches(1, "s");
    for (int host = 0; host < HOSTS; host++) {
      sketch.gpus("g" + host);
    }
    for (int host = 0; host < HOSTS; host++) {
      long rateBps = host == 0 ? slowestBps : 1_000;
      sketch.link("g" + host, "s", rateBps, 0).link("s", "g" + host, rateBps, 0);
    }
    Fabric fabric = sketch.build();
    KnownPaths router = new KnownPaths();
    IntArrayList paths = new IntArrayList();
    long[] sizeOf = new long[hosts * (hosts - 1)];
    for (int distance = 1; distance < hosts; distance++) {
      for (int source = 0; source < hosts; source++) {
        sizeOf[paths.size()] = sizes[distance];
        int destination = (source + distance) % hosts;
        paths.add(
            router.add(
                IntArrayList.of(2 * source, 2 * destination + 1),
                DoubleArrayList.of(1.0, 1.0),
                0,
                2,
                1));
      }
    }
    return new Traffic(fabric, router, paths.toIntArray(), sizeOf);
  }
}
