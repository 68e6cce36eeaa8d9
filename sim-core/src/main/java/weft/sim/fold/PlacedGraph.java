package weft.sim.fold;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import weft.sim.collective.exec.ScheduleGraph;

/** A schedule of a group in a {@link SymmetryGraph}: its connections and its lanes there. */
final class PlacedGraph {

  private static final int NONE = -1;

  private final ScheduleGraph schedule;

  /** For each connection of the schedule, its number among all. */
  private final int[] connections;

  /** The vertex of each lane; −1 where its only connection tells all of it. */
  private final int[] vertexOfLane;

  PlacedGraph(ScheduleGraph schedule, int[] connections) {
    this.schedule = schedule;
    this.connections = connections;
    vertexOfLane = new int[schedule.lanes()];
    Arrays.fill(vertexOfLane, NONE);
  }

  /**
   * The lanes that have to be vertices: not those of one step, over one connection, that wait for
   * nothing else and for which nothing else waits, as most of a direct exchange are.
   */
  BitSet joiningLanes() {
    int[] uses = new int[vertexOfLane.length];
    for (int i = 0; i < connections.length; i++) {
      uses[schedule.sender(i)]++;
      uses[schedule.receiver(i)]++;
    }
    BitSet joining = new BitSet();
    for (int lane = 0; lane < uses.length; lane++) {
      joining.set(lane, uses[lane] != 1 || schedule.steps(lane) != 1);
    }
    schedule.visitDependencies(
        (lane, step, laneBefore, stepBefore) -> {
          joining.set(lane);
          joining.set(laneBefore);
        });
    return joining;
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

  /** The vertex of a lane; −1 if it is none. */
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
    int[] paths = Arrays.stream(connections).map(network::path).toArray();
    int[] lanes = new int[vertexOfLane.length];
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = vertexOfLane[lane] == NONE ? NONE : classes.ofVertex(vertexOfLane[lane]);
    }
    // Of others, a class for each class of connections and end, below those of vertices.
    for (int i = 0; i < connections.length; i++) {
      int sender = schedule.sender(i);
      int receiver = schedule.receiver(i);
      lanes[sender] = vertexOfLane[sender] == NONE ? NONE - 1 - 2 * paths[i] : lanes[sender];
      lanes[receiver] = vertexOfLane[receiver] == NONE ? NONE - 2 - 2 * paths[i] : lanes[receiver];
    }
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
