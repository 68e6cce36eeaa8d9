package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import weft.sim.fabric.Fabric;

/**
 * All cheapest paths between two attachments, kept: at each node and for each direction in which a
 * path may come there, the links by which it can go on.
 */
final class Section {

  private static final Direction[] DIRECTIONS = Direction.values();

  /** Of each state, where its links begin; they end where those of the next begin. */
  private final Long2IntOpenHashMap places = new Long2IntOpenHashMap();

  private final IntArrayList firsts = new IntArrayList();
  private final IntArrayList links = new IntArrayList();

  /**
   * Keeps a part of a leg.
   *
   * @param from a node that all of its paths cross
   * @param to another one, after that
   */
  Section(Fabric fabric, Leg leg, int from, int to) {
    places.defaultReturnValue(-1);
    IntArrayList states = new IntArrayList();
    IntArrayList phases = new IntArrayList();
    if (from != to) {
      reach(from, Direction.UP, states, phases);
    }
    for (int i = 0; i < states.size(); i++) {
      firsts.add(links.size());
      leg.addCandidates(states.getInt(i), DIRECTIONS[phases.getInt(i)], links);
      for (int place = firsts.getInt(i); place < links.size(); place++) {
        int link = links.getInt(place);
        if (fabric.target(link) != to) {
          reach(fabric.target(link), Direction.of(fabric, link), states, phases);
        }
      }
    }
    firsts.add(links.size());
    links.trim();
  }

  private void reach(int node, Direction phase, IntArrayList states, IntArrayList phases) {
    if (places.putIfAbsent(key(node, phase), states.size()) < 0) {
      states.add(node);
      phases.add(phase.ordinal());
    }
  }

  /** Adds the links by which a path goes on. */
  void addCandidates(int node, Direction phase, IntArrayList candidates) {
    int state = places.get(key(node, phase));
    for (int place = firsts.getInt(state); place < firsts.getInt(state + 1); place++) {
      candidates.add(links.getInt(place));
    }
  }

  /** How much memory it takes, in numbers. */
  int cells() {
    return links.size() + 4 * firsts.size();
  }

  private static long key(int node, Direction phase) {
    return (long) node * DIRECTIONS.length + phase.ordinal();
  }
}
