package weft.sim.route;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import weft.sim.fabric.Fabric;

/**
 * Distances between nodes of one level over the links that join them: routers of a dragonfly, GPUs
 * of a torus. The nodes that hang together by such links are an <i>island</i>; distances to a node
 * are computed when they are first asked for, in the time of a walk over its island.
 */
final class Laterals {

  /** The distance to what cannot be reached. */
  static final int UNREACHED = Integer.MAX_VALUE;

  private static final short FAR = -1;
  private static final int NONE = -1;

  /** Distances are forgotten when there are more: 128 MiB. */
  private static final long MOST_CELLS = 1L << 26;

  private final Fabric fabric;
  private final LinkIndex leaving;
  private final LinkIndex entering;

  /** By node, the number of its island, and its place in there. */
  private final int[] islands;

  private final int[] places;
  private final IntArrayList sizes = new IntArrayList();
  private final Int2ObjectOpenHashMap<short[]> distances = new Int2ObjectOpenHashMap<>();
  private long cells;

  Laterals(Fabric fabric, IntSet failed) {
    this.fabric = fabric;
    leaving = LinkIndex.lateralBySource(fabric, failed);
    entering = LinkIndex.lateralByTarget(fabric, failed);
    boolean any = leaving.size() > 0;
    islands = any ? new int[fabric.nodeCount()] : new int[0];
    places = any ? new int[fabric.nodeCount()] : new int[0];
    Arrays.fill(islands, NONE);
    for (int node = 0; node < islands.length; node++) {
      if (islands[node] == NONE && leaving.first(node) < leaving.end(node)) {
        sizes.add(number(node));
      }
    }
  }

  /** The links from each node to others of its level. */
  LinkIndex leaving() {
    return leaving;
  }

  /** Whether no two nodes of a level are joined. */
  boolean isNone() {
    return islands.length == 0;
  }

  /** Whether a node can be reached from others of its level. */
  boolean isEntered(int node) {
    return entering.first(node) < entering.end(node);
  }

  /** Steps from one node to another of its level; {@link #UNREACHED} if there is no way. */
  int distance(int from, int to) {
    if (from == to) {
      return 0;
    }
    if (islands.length == 0 || islands[from] == NONE || islands[from] != islands[to]) {
      return UNREACHED;
    }
    short[] row = distances.get(to);
    if (row == null) {
      row = walk(to);
      if (cells + row.length > MOST_CELLS) {
        distances.clear();
        cells = 0;
      }
      cells += row.length;
      distances.put(to, row);
    }
    short steps = row[places[from]];
    return steps == FAR ? UNREACHED : steps;
  }

  /** Numbers the island of a node; returns its size. */
  private int number(int start) {
    IntArrayList members = IntArrayList.of(start);
    islands[start] = sizes.size();
    for (int next = 0; next < members.size(); next++) {
      int node = members.getInt(next);
      places[node] = next;
      for (int i = leaving.first(node); i < leaving.end(node); i++) {
        join(fabric.target(leaving.link(i)), members);
      }
      for (int i = entering.first(node); i < entering.end(node); i++) {
        join(fabric.source(entering.link(i)), members);
      }
    }
    return members.size();
  }

  private void join(int node, IntArrayList members) {
    if (islands[node] == NONE) {
      islands[node] = sizes.size();
      members.add(node);
    }
  }

  private short[] walk(int to) {
    short[] row = new short[sizes.getInt(islands[to])];
    Arrays.fill(row, FAR);
    IntArrayList queue = IntArrayList.of(to);
    row[places[to]] = 0;
    for (int next = 0; next < queue.size(); next++) {
      int node = queue.getInt(next);
      for (int i = entering.first(node); i < entering.end(node); i++) {
        int neighbour = fabric.source(entering.link(i));
        if (row[places[neighbour]] == FAR) {
          int steps = row[places[node]] + 1;
          if (steps > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                "more than " + Short.MAX_VALUE + " links in a row lead to " + fabric.nodeName(to));
          }
          row[places[neighbour]] = (short) steps;
          queue.add(neighbour);
        }
      }
    }
    return row;
  }
}
