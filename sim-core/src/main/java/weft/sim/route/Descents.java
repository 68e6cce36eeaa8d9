package weft.sim.route;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Objects;
import weft.sim.fabric.Fabric;

/** All shortest ways down to one node, from everywhere above it. */
final class Descents {

  /** Steps of a node from which the destination cannot be reached downwards. */
  static final int UNREACHED = Integer.MAX_VALUE;

  private final Int2ObjectOpenHashMap<Descent> descents = new Int2ObjectOpenHashMap<>();

  /** The first links of the shortest ways, and how many steps these have. */
  private record Descent(int steps, IntArrayList links) {}

  Descents(Fabric fabric, LinkIndex downLinks, int destination) {
    descents.put(destination, new Descent(0, new IntArrayList()));
    IntArrayFIFOQueue queue = new IntArrayFIFOQueue();
    queue.enqueue(destination);
    while (!queue.isEmpty()) {
      int node = queue.dequeueInt();
      int steps = steps(node) + 1;
      for (int i = downLinks.first(node); i < downLinks.end(node); i++) {
        int link = downLinks.link(i);
        int above = fabric.source(link);
        Descent known = descents.get(above);
        if (known == null) {
          descents.put(above, new Descent(steps, IntArrayList.of(link)));
          queue.enqueue(above);
        } else if (known.steps == steps) {
          known.links.add(link);
        }
      }
    }
  }

  /** The nodes from which the destination can be reached downwards, itself included. */
  IntSet nodes() {
    return descents.keySet();
  }

  /** Steps down from a node; {@link #UNREACHED} if there is no way. */
  int steps(int node) {
    Descent descent = descents.get(node);
    return descent == null ? UNREACHED : descent.steps;
  }

  /**
   * The links with which the shortest ways down begin, from a node that has one; it may be empty.
   */
  IntArrayList links(int node) {
    return Objects.requireNonNull(descents.get(node)).links;
  }
}
