package weft.sim.route;

import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;

/**
 * Distances between nodes of one level over the links that join them: routers of a dragonfly, GPUs
 * of a torus. The nodes that hang together by such links are an <i>island</i>; distances to a node
 * are found by a walk from it over its island, as far as they are asked for: that of a neighbour
 * costs little, however large the island.
 */
final class Laterals {

  /** The distance to what cannot be reached. */
  static final int UNREACHED = Integer.MAX_VALUE;

  private static final short FAR = -1;
  private static final int NONE = -1;

  /** Distances are forgotten when there are more: 128 MiB, and twice as much of who is reached. */
  private static final long MOST_CELLS = 1L << 26;

  /** What a place in a map takes more than one in a row. */
  private static final int CELLS_OF_NEAR = 10;

  private final Fabric fabric;
  private final LinkIndex leaving;
  private final LinkIndex entering;

  /** By node, the number of its island, and its place in there. */
  private final int[] islands;

  private final int[] places;
  private final IntArrayList sizes = new IntArrayList();
  private final Int2ObjectOpenHashMap<Walk> walks = new Int2ObjectOpenHashMap<>();
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
    Walk walk = walks.get(to);
    if (walk == null) {
      walk = new Walk(to);
      if (cells > MOST_CELLS) {
        walks.clear();
        cells = 0;
      }
      cells += walk.cells();
      walks.put(to, walk);
    }
    long before = walk.cells();
    int distance = walk.distance(places[from]);
    cells += walk.cells() - before;
    return distance;
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

  /** From a node against the direction of the links, until all who were asked for are reached. */
  private final class Walk {

    private final int to;

    /** The distance of each place of the island that is reached; empty if there is a row. */
    private final Int2IntOpenHashMap near = new Int2IntOpenHashMap();

    /** The distance of each place of the island; null while few are reached. */
    private short @Nullable [] row;

    /** The nodes that are reached, nearest first, and whose links are next to be followed. */
    private final IntArrayList reached;

    private int next;

    Walk(int to) {
      this.to = to;
      near.defaultReturnValue(FAR);
      near.put(places[to], 0);
      reached = IntArrayList.of(to);
    }

    /** What it takes, in numbers of a row. */
    long cells() {
      return row == null ? (long) CELLS_OF_NEAR * reached.size() : row.length;
    }

    int distance(int place) {
      while (known(place) == FAR && next < reached.size()) {
        step(reached.getInt(next++));
      }
      int known = known(place);
      return known == FAR ? UNREACHED : known;
    }

    private int known(int place) {
      return row == null ? near.get(place) : row[place];
    }

    private void reach(int node, int steps) {
      reached.add(node);
      if (row != null) {
        row[places[node]] = (short) steps;
        return;
      }
      near.put(places[node], steps);
      int size = sizes.getInt(islands[to]);
      if ((long) CELLS_OF_NEAR * near.size() >= size) {
        short[] all = new short[size];
        Arrays.fill(all, FAR);
        for (Int2IntMap.Entry one : near.int2IntEntrySet()) {
          all[one.getIntKey()] = (short) one.getIntValue();
        }
        row = all;
        near.clear();
        near.trim();
      }
    }

    private void step(int node) {
      for (int i = entering.first(node); i < entering.end(node); i++) {
        int neighbour = fabric.source(entering.link(i));
        if (known(places[neighbour]) == FAR) {
          int steps = known(places[node]) + 1;
          if (steps > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                "more than " + Short.MAX_VALUE + " links in a row lead to " + fabric.nodeName(to));
          }
          reach(neighbour, steps);
        }
      }
    }
  }
}
