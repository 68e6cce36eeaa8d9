package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import weft.sim.fabric.Fabric;

/**
 * All cheapest paths between two attachments, kept: at each node and for each direction in which a
 * path may come there, the links by which it can go on.
 *
 * <p>It may be that of all attachments of two kinds. Then links that leave the first or come to the
 * last are known by their places among those of the attachment.
 */
final class Section {

  private static final Direction[] DIRECTIONS = Direction.values();
  private static final int UNKNOWN = -1;

  /** The state of a path that has come through. */
  private static final int END = -1;

  /** Number of each state; the first, of a path that has not gone yet, is 0. */
  private final Long2IntOpenHashMap states = new Long2IntOpenHashMap();

  /** Of each state, where its links begin; they end where those of the next begin. */
  private final IntArrayList firsts = new IntArrayList();

  /** Links, or −1 − the place of one of an attachment; and to which state each leads. */
  private final IntArrayList links = new IntArrayList();

  private final IntArrayList nexts = new IntArrayList();

  /** Whether links that a state offers are ports of a NIC. */
  private final boolean[] offersPorts;

  /** Instead of a pair with the same attachment there is nothing. */
  private final boolean isEmpty;

  /**
   * Keeps a part of a leg, which is that between the attachments of two endpoints.
   *
   * @param isOfKinds whether others of their kinds are to share it
   */
  Section(
      Fabric fabric,
      Leg leg,
      Attachments up,
      Attachments down,
      int source,
      int destination,
      boolean isOfKinds) {
    states.defaultReturnValue(UNKNOWN);
    int from = up.node(source);
    int to = down.node(destination);
    isEmpty = from == to;
    IntArrayList nodes = new IntArrayList();
    IntArrayList phases = new IntArrayList();
    if (!isEmpty) {
      reach(from, Direction.UP, nodes, phases);
    }
    for (int state = 0; state < nodes.size(); state++) {
      int first = links.size();
      firsts.add(first);
      leg.addCandidates(nodes.getInt(state), DIRECTIONS[phases.getInt(state)], links);
      for (int place = first; place < links.size(); place++) {
        int link = links.getInt(place);
        int target = fabric.target(link);
        nexts.add(target == to ? END : reach(target, Direction.of(fabric, link), nodes, phases));
        if (isOfKinds && state == 0) {
          links.set(place, UNKNOWN - up.placeOf(source, link));
        } else if (isOfKinds && target == to) {
          links.set(place, UNKNOWN - down.placeOf(destination, link));
        }
      }
    }
    firsts.add(links.size());
    links.trim();
    nexts.trim();
    offersPorts = new boolean[nodes.size()];
    for (int state = 0; state < offersPorts.length; state++) {
      offersPorts[state] =
          DIRECTIONS[phases.getInt(state)] == Direction.UP && fabric.isNic(nodes.getInt(state));
    }
  }

  private int reach(int node, Direction phase, IntArrayList nodes, IntArrayList phases) {
    long key = key(node, phase);
    int state = states.get(key);
    if (state == UNKNOWN) {
      state = nodes.size();
      states.put(key, state);
      nodes.add(node);
      phases.add(phase.ordinal());
    }
    return state;
  }

  /** Adds the links by which a path between the attachments of two endpoints goes on. */
  void addCandidates(SharedLeg leg, int node, Direction phase, IntArrayList candidates) {
    int state = node == leg.first() ? 0 : states.get(key(node, phase));
    for (int place = firsts.getInt(state); place < firsts.getInt(state + 1); place++) {
      candidates.add(link(leg, state, place));
    }
  }

  /** Adds the links that a flow chooses. */
  void addChosen(SharedLeg leg, PathChooser flow, IntArrayList path) {
    int state = isEmpty ? END : 0;
    while (state != END) {
      int first = firsts.getInt(state);
      int count = firsts.getInt(state + 1) - first;
      int place = first + flow.choose(offersPorts[state], path.size(), count);
      path.add(link(leg, state, place));
      state = nexts.getInt(place);
    }
  }

  private int link(SharedLeg leg, int state, int place) {
    int link = links.getInt(place);
    if (link >= 0) {
      return link;
    }
    return state == 0 ? leg.linkFrom(UNKNOWN - link) : leg.linkTo(UNKNOWN - link);
  }

  /** How much memory it takes, in numbers. */
  int cells() {
    return 2 * links.size() + 4 * firsts.size();
  }

  private static long key(int node, Direction phase) {
    return (long) node * DIRECTIONS.length + phase.ordinal();
  }
}
