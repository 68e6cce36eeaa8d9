package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.List;
import weft.sim.fabric.Fabric;

/**
 * All cheapest paths between two endpoints as a graph of states: on which leg, at which node, and
 * in which direction the path came there. What follows depends on nothing else. Only states that
 * are asked for are made.
 */
final class Ways {

  /** The state of a path that has arrived. */
  static final long END = -1;

  private static final int UNKNOWN = -1;
  private static final Direction[] DIRECTIONS = Direction.values();

  private final Fabric fabric;
  private final List<Leg> legs;
  private final int limit;
  private final Long2ObjectOpenHashMap<int[]> linksOfState = new Long2ObjectOpenHashMap<>();
  private final Long2IntOpenHashMap counts = new Long2IntOpenHashMap();

  // The states under way in count(), each with the place of its next link and its count so far.
  private final LongArrayList open = new LongArrayList();
  private final IntArrayList places = new IntArrayList();
  private final IntArrayList sums = new IntArrayList();

  /**
   * The paths over these legs.
   *
   * @param limit up to which they are counted, at most 2³⁰
   */
  Ways(Fabric fabric, List<Leg> legs, int limit) {
    this.fabric = fabric;
    this.legs = legs;
    this.limit = limit;
    counts.defaultReturnValue(UNKNOWN);
    counts.put(END, 1);
  }

  /** Whether paths lead over no other endpoint. */
  boolean isDirect() {
    return legs.size() == 1;
  }

  long start() {
    return state(0, legs.get(0).from(), Direction.UP);
  }

  /** The links by which paths go on from a state, ascending. */
  int[] links(long state) {
    int[] known = linksOfState.get(state);
    if (known == null) {
      IntArrayList candidates = new IntArrayList();
      legs.get(leg(state))
          .addCandidates(
              (int) (state / DIRECTIONS.length % fabric.nodeCount()),
              DIRECTIONS[(int) (state % DIRECTIONS.length)],
              candidates);
      known = candidates.toIntArray();
      Arrays.sort(known);
      linksOfState.put(state, known);
    }
    return known;
  }

  /** The state after one of its links. */
  long next(long state, int link) {
    int leg = leg(state);
    int node = fabric.target(link);
    if (node != legs.get(leg).to()) {
      return state(leg, node, Direction.of(fabric, link));
    }
    return leg + 1 == legs.size() ? END : state(leg + 1, node, Direction.UP);
  }

  /**
   * How many paths lead on from a state, or the limit if there are more. Below a state that reaches
   * the limit no more states are visited than it takes to know that.
   */
  int count(long state) {
    if (counts.get(state) == UNKNOWN) {
      open(state);
    }
    while (!open.isEmpty()) {
      int last = open.size() - 1;
      long current = open.getLong(last);
      int[] links = links(current);
      int place = places.getInt(last);
      int sum = sums.getInt(last);
      if (place == links.length || sum >= limit) {
        counts.put(current, Math.min(sum, limit));
        open.removeLong(last);
        places.removeInt(last);
        sums.removeInt(last);
        continue;
      }
      long next = next(current, links[place]);
      int more = counts.get(next);
      if (more == UNKNOWN) {
        open(next);
      } else {
        places.set(last, place + 1);
        sums.set(last, sum + more);
      }
    }
    return counts.get(state);
  }

  /** Links of a path; all have as many. */
  int hops() {
    int hops = 0;
    for (long state = start(); state != END; state = next(state, links(state)[0])) {
      hops++;
    }
    return hops;
  }

  private void open(long state) {
    open.add(state);
    places.add(0);
    sums.add(0);
  }

  private long state(int leg, int node, Direction direction) {
    return ((long) leg * fabric.nodeCount() + node) * DIRECTIONS.length + direction.ordinal();
  }

  private int leg(long state) {
    return (int) (state / DIRECTIONS.length / fabric.nodeCount());
  }
}
