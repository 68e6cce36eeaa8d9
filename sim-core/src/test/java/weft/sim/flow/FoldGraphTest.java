package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.LinkOrder;
import weft.sim.fixture.FabricSketch;
import weft.sim.route.KnownPaths;

/** More flows than are looked at one by one, through one switch. */
final class FoldGraphTest {

  private static final int HOSTS = 300;
  private static final int FLOWS = HOSTS * (HOSTS - 1);
  private static final int MOST_CLASSES = 100;

  private final Fabric fabric = FabricSketch.star(HOSTS, 400_000_000_000L, 1_000);
  private final KnownPaths router = new KnownPaths();

  @Test
  void likeFlowsAreAGraph() {
    int[] pathOf =
        IntStream.range(0, FLOWS)
            .map(flow -> path(flow % HOSTS, (flow % HOSTS + 1 + flow / HOSTS) % HOSTS))
            .toArray();
    FoldGraph graph = graph(pathOf);
    assertThat(graph).isNotNull();
    assertThat(graph.flows()).isEqualTo(FLOWS);
    assertThat(graph.vertices()).isEqualTo(FLOWS + 2 * HOSTS);
    assertThat(graph.firstEdge(graph.vertices())).isEqualTo(4 * FLOWS);
  }

  /** Each host has another number of flows, so that there are thousands of kinds of pairs. */
  @Test
  void flowsThatASampleTellsApartAreNone() {
    Random random = new Random(1);
    int[] pathOf =
        IntStream.range(0, FLOWS)
            .map(flow -> path(random.nextInt(HOSTS / 2), HOSTS / 2 + random.nextInt(HOSTS / 2)))
            .toArray();
    assertThat(graph(pathOf)).isNull();
  }

  private FoldGraph graph(int[] pathOf) {
    double[] capacities =
        IntStream.range(0, fabric.linkCount()).mapToDouble(fabric::payloadRateBps).toArray();
    LinkPruning pruning = new LinkPruning(router.paths(), capacities, new LinkOrder(fabric));
    pruning.bound(pathOf, pathOf.length);
    return FoldGraph.of(
        router.paths(),
        pathOf,
        pathOf.length,
        pruning,
        new boolean[0],
        fabric.linkCount(),
        MOST_CLASSES);
  }

  /** Host {@code i} has the links 2 i into the network and 2 i + 1 out of it. */
  private int path(int from, int to) {
    return router.add(
        IntArrayList.of(2 * from, 2 * to + 1), DoubleArrayList.of(1.0, 1.0), 1_000, 2, 1);
  }
}
