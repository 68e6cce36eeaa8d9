package weft.topology.analyse;

import java.util.HashMap;
import java.util.Map;
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

  private CutFlow() {}

  /**
   * Maximum flow in bits per second of payload.
   *
   * @param sides by device, 1 for a source, 2 for a sink, 0 for neither
   */
  static long maxFlowBps(NodeNetwork network, int[] sides) {
    int[] classes = network.equitable(sides);
    Map<Integer, Integer> sideOfClass = new HashMap<>();
    Map<Long, Long> capacities = new HashMap<>();
    long unit = 0;
    for (int device = 0; device < classes.length; device++) {
      sideOfClass.put(classes[device], sides[device]);
      for (Map.Entry<Integer, Long> neighbour : network.neighbours(device).entrySet()) {
        long edge = (long) classes[device] << Integer.SIZE | classes[neighbour.getKey()];
        capacities.merge(edge, neighbour.getValue(), Long::sum);
        unit = gcd(unit, neighbour.getValue());
      }
    }
    return maxFlow(sideOfClass, capacities, unit);
  }

  /** The rates' common divisor is the unit, for JGraphT counts in {@code double}. */
  private static long maxFlow(
      Map<Integer, Integer> sideOfClass, Map<Long, Long> capacities, long unit) {
    Graph<Integer, DefaultWeightedEdge> graph =
        new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
    graph.addVertex(SOURCE);
    graph.addVertex(SINK);
    sideOfClass.keySet().forEach(graph::addVertex);
    long all = 0;
    for (Map.Entry<Long, Long> capacity : capacities.entrySet()) {
      int from = (int) (capacity.getKey() >> Integer.SIZE);
      int to = capacity.getKey().intValue();
      all += capacity.getValue() / unit;
      if (from != to) {
        graph.setEdgeWeight(graph.addEdge(from, to), (double) (capacity.getValue() / unit));
      }
    }
    for (Map.Entry<Integer, Integer> side : sideOfClass.entrySet()) {
      if (side.getValue() == 1) {
        graph.setEdgeWeight(graph.addEdge(SOURCE, side.getKey()), (double) all);
      } else if (side.getValue() == 2) {
        graph.setEdgeWeight(graph.addEdge(side.getKey(), SINK), (double) all);
      }
    }
    return Math.round(new DinicMFImpl<>(graph).getMaximumFlowValue(SOURCE, SINK)) * unit;
  }

  private static long gcd(long one, long other) {
    return other == 0 ? one : gcd(other, one % other);
  }
}
