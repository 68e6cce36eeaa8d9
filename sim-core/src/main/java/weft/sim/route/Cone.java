package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.FabricBuilder;

/**
 * The nodes above one node, by the fewest steps that lead there, found step by step. An instance is
 * used for one node after another; it keeps its arrays.
 */
final class Cone {

  private static final int NONE = -1;

  private final Fabric fabric;
  private final LinkIndex links;
  private final boolean isUpwards;

  /** By node, its place in {@link #nodes}. */
  private final NodeValues places;

  /** Nearest first. */
  private final IntArrayList nodes = new IntArrayList();

  /** Of each distance, where its nodes end. */
  private final int[] ends = new int[FabricBuilder.MAX_LEVEL + 2];

  private int distance;

  /**
   * Cones over links.
   *
   * @param links those that lead up from each node, or those that lead down to each
   * @param isUpwards whether a link leads from the lower node to the upper one
   */
  Cone(Fabric fabric, LinkIndex links, boolean isUpwards) {
    this.fabric = fabric;
    this.links = links;
    this.isUpwards = isUpwards;
    places = new NodeValues(fabric.nodeCount());
  }

  /** Starts anew, with a node alone. */
  void start(int node) {
    places.clear();
    nodes.clear();
    places.put(node, 0);
    nodes.add(node);
    distance = 0;
    ends[0] = 1;
  }

  /**
   * Adds the nodes that are one step farther away than the farthest so far.
   *
   * @return whether there are any
   */
  boolean grow() {
    int first = first(distance);
    int end = ends[distance];
    for (int i = first; i < end; i++) {
      int node = nodes.getInt(i);
      for (int j = links.first(node); j < links.end(node); j++) {
        int above = isUpwards ? fabric.target(links.link(j)) : fabric.source(links.link(j));
        if (!contains(above)) {
          places.put(above, nodes.size());
          nodes.add(above);
        }
      }
    }
    if (nodes.size() == end) {
      return false;
    }
    ends[++distance] = nodes.size();
    return true;
  }

  /** Steps to the farthest nodes so far. */
  int distance() {
    return distance;
  }

  /** How many nodes are known. */
  int size() {
    return nodes.size();
  }

  /** A node by its place: the nearer, the smaller. */
  int node(int place) {
    return nodes.getInt(place);
  }

  /** Place of a node; −1 if it is not known. */
  int place(int node) {
    return places.get(node, NONE);
  }

  boolean contains(int node) {
    return place(node) != NONE;
  }

  /** Place of the first node at a distance. */
  int first(int distance) {
    return distance == 0 ? 0 : ends[distance - 1];
  }

  /** One past the place of the last node at a distance. */
  int end(int distance) {
    return ends[distance];
  }

  /** The lowest level among the farthest nodes: whatever is farther is higher. */
  int lowestOfFarthest() {
    int lowest = Integer.MAX_VALUE;
    for (int i = first(distance); i < end(distance); i++) {
      lowest = Math.min(lowest, fabric.nodeLevel(node(i)));
    }
    return lowest;
  }

  /** The highest level among the nodes that are no farther than so many steps; −1 if none are. */
  int highestWithin(int steps) {
    int highest = NONE;
    for (int i = 0; steps >= 0 && i < end(Math.min(steps, distance)); i++) {
      highest = Math.max(highest, fabric.nodeLevel(node(i)));
    }
    return highest;
  }
}
