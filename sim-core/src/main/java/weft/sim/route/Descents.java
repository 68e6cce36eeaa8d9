package weft.sim.route;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Objects;
import weft.sim.fabric.Fabric;

/** All shortest ways down to one node, from everywhere above it. */
final class Descents {

  /** The cost from a node from which the destination cannot be reached downwards. */
  static final int UNREACHED = Integer.MAX_VALUE;

  /** What a step costs: more than any number of NICs off the rail, each of which costs 1. */
  static final int STEP = 8;

  private final Int2ObjectOpenHashMap<Descent> descents = new Int2ObjectOpenHashMap<>();

  /** The first links of the cheapest ways, and what these cost. */
  private record Descent(int cost, IntArrayList links) {}

  Descents(Fabric fabric, LinkIndex downLinks, int endpoint) {
    int destination = fabric.endpointNode(endpoint);
    descents.put(destination, new Descent(0, new IntArrayList()));
    IntArrayFIFOQueue queue = new IntArrayFIFOQueue();
    queue.enqueue(destination);
    while (!queue.isEmpty()) {
      int node = queue.dequeueInt();
      int cost = cost(node) + STEP + (fabric.isOffRail(node, endpoint) ? 1 : 0);
      for (int i = downLinks.first(node); i < downLinks.end(node); i++) {
        int link = downLinks.link(i);
        int above = fabric.source(link);
        Descent known = descents.get(above);
        if (known == null) {
          descents.put(above, new Descent(cost, IntArrayList.of(link)));
          queue.enqueue(above);
        } else if (cost < known.cost) {
          // As many steps: what is farther away has not been reached yet.
          descents.put(above, new Descent(cost, IntArrayList.of(link)));
        } else if (cost == known.cost) {
          known.links.add(link);
        }
      }
    }
  }

  /** The nodes from which the destination can be reached downwards, itself included. */
  IntSet nodes() {
    return descents.keySet();
  }

  /**
   * The cost of the way down from a node: {@link #STEP} for each step, and 1 for a NIC of the
   * destination's node that is off its rail; {@link #UNREACHED} if there is no way.
   */
  int cost(int node) {
    Descent descent = descents.get(node);
    return descent == null ? UNREACHED : descent.cost;
  }

  /**
   * The links with which the cheapest ways down begin, from a node that has one; it may be empty.
   */
  IntArrayList links(int node) {
    return Objects.requireNonNull(descents.get(node)).links;
  }
}
