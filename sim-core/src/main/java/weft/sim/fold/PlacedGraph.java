package weft.sim.fold;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.List;
import weft.sim.collective.exec.ScheduleGraph;

/** A schedule of a group in a {@link SymmetryGraph}: its connections and its lanes there. */
final class PlacedGraph {

  private final ScheduleGraph schedule;

  /** For each connection of the schedule, its number among all. */
  private final int[] connections;

  private final int[] vertexOfLane;

  PlacedGraph(ScheduleGraph schedule, int[] connections) {
    this.schedule = schedule;
    this.connections = connections;
    vertexOfLane = new int[schedule.lanes()];
  }

  ScheduleGraph schedule() {
    return schedule;
  }

  /** The number among all of one of its connections. */
  int connection(int connection) {
    return connections[connection];
  }

  void setVertex(int lane, int vertex) {
    vertexOfLane[lane] = vertex;
  }

  int vertex(int lane) {
    return vertexOfLane[lane];
  }

  /**
   * Adds to the colours of a group's connections what they do in it.
   *
   * @param first the first of the group
   */
  void addColours(List<LongArrayList> colours, int first) {
    for (LongArrayList colour : colours) {
      colour.add(Long.MIN_VALUE);
    }
    schedule.addColours(
        Arrays.stream(connections)
            .mapToObj(connection -> colours.get(connection - first))
            .toList());
  }

  /** From now on one lane and one connection of each class are simulated. */
  void fold(Classes classes, FoldedNetwork network) {
    int[] lanes = Arrays.stream(vertexOfLane).map(classes::ofVertex).toArray();
    int[] paths = Arrays.stream(connections).map(network::path).toArray();
    int[] firsts = Arrays.stream(paths).distinct().toArray();
    Long2IntOpenHashMap known = new Long2IntOpenHashMap();
    schedule.fold(
        lanes,
        paths,
        (number, link) ->
            known.computeIfAbsent(
                (long) number << Integer.SIZE | link,
                any -> network.users(connections, firsts[number], link)));
  }
}
