package weft.topology.analyse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jgrapht.Graph;
import org.jgrapht.alg.flow.DinicMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;

/**
 * The maximum flow between two sets of terminals, exactly, on a network that may be large.
 *
 * <p>Devices that are alike are merged first: the classes of an equitable division become the
 * vertices, with all capacity between two classes on one edge. That leaves the maximum flow as it
 * is. A flow between devices adds up to one between classes. The other way round, split a flow
 * between two classes over the cables between them in proportion to their rates: no cable is
 * overfull, and as every device of a class has the same total rate to every other class, as much
 * enters it as leaves it. A regular fabric of any size comes down to a dozen vertices; in an
 * irregular one every device stays its own, and it is the ordinary computation.
 */
final class CutFlow {

  private static final int SOURCE = -1;
  private static final int SINK = -2;

  /** For chains of as many devices as a file of the user can hold; only what is used is taken. */
  private static final long STACK_BYTES = 1L << 30;

  private CutFlow() {}

  /**
   * Maximum flow in bits per second of payload.
   *
   * @param sides by device, 1 for a source, 2 for a sink, 0 for neither
   */
  static long maxFlowBps(NodeNetwork network, int[] sides) {
    RateClasses classes = new RateClasses(network, sides);
    Map<Long, Long> capacities = new LinkedHashMap<>();
    for (int group = 0; group < classes.count(); group++) {
      int device = classes.representative(group);
      for (int i = network.first(device); i < network.end(device); i++) {
        int to = classes.of(network.neighbour(i));
        if (to != group) {
          long edge = (long) group << Integer.SIZE | to;
          capacities.merge(edge, classes.size(group) * network.rateBps(i), Long::sum);
        }
      }
    }
    long unit = capacities.values().stream().reduce(0L, CutFlow::gcd);
    // The rates' common divisor is the unit, for JGraphT counts in double.
    double all = capacities.values().stream().mapToLong(capacity -> capacity / unit).sum();
    Graph<Integer, DefaultWeightedEdge> graph =
        new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
    graph.addVertex(SOURCE);
    graph.addVertex(SINK);
    for (int group = 0; group < classes.count(); group++) {
      graph.addVertex(group);
      int side = sides[classes.representative(group)];
      if (side == 1) {
        graph.setEdgeWeight(graph.addEdge(SOURCE, group), all);
      } else if (side == 2) {
        graph.setEdgeWeight(graph.addEdge(group, SINK), all);
      }
    }
    capacities.forEach(
        (edge, capacity) ->
            graph.setEdgeWeight(
                graph.addEdge((int) (edge >> Integer.SIZE), edge.intValue()),
                (double) (capacity / unit)));
    return Math.round(maxFlow(graph)) * unit;
  }

  /** JGraphT descends once for each hop, so a fabric that is a long chain takes a deep stack. */
  private static double maxFlow(Graph<Integer, DefaultWeightedEdge> graph) {
    FutureTask<Double> flow =
        new FutureTask<>(() -> new DinicMFImpl<>(graph).getMaximumFlowValue(SOURCE, SINK));
    new Thread(null, flow, "maximum flow", STACK_BYTES).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return flow.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static long gcd(long one, long other) {
    return other == 0 ? one : gcd(other, one % other);
  }
}
