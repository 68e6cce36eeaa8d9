package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.List;
import weft.sim.fabric.Fabric;

/**
 * The cheapest paths over those links of a fabric that work, as routing knows them once it has
 * converged.
 */
final class Routes {

  private final Fabric fabric;
  private final IntSet failed;
  private final Relays relays;

  /** Of a way without a relay, or to one; and from one. */
  private final Ascent head;

  private final Ascent tail;

  Routes(Fabric fabric, IntSet failed, Relays relays) {
    this.fabric = fabric;
    this.failed = failed;
    this.relays = relays;
    LinkIndex upLinks = LinkIndex.upBySource(fabric, failed);
    LinkIndex downByTarget = LinkIndex.downByTarget(fabric, failed);
    LinkIndex downBySource = LinkIndex.downBySource(fabric, failed);
    Laterals laterals = new Laterals(fabric, failed);
    head = new Ascent(fabric, upLinks, laterals, new Descents(fabric, downByTarget, downBySource));
    tail = new Ascent(fabric, upLinks, laterals, new Descents(fabric, downByTarget, downBySource));
  }

  /**
   * The parts of the way from one endpoint to another: a single one, or two that meet at a relay.
   * Good until somebody asks for another way.
   *
   * @throws NoPathException if there is no way
   * @throws IllegalArgumentException if both are the same
   */
  List<Ascent> legs(int source, int destination) {
    if (fabric.endNode(source) == fabric.endNode(destination)) {
      throw new IllegalArgumentException("no path from " + name(source) + " to itself");
    }
    head.find(source, destination);
    if (head.arrives()) {
      return List.of(head);
    }
    IntArrayList candidates = relays.between(source, destination);
    for (int i = 0; i < candidates.size(); i++) {
      int relay = candidates.getInt(i);
      head.find(source, relay);
      if (head.arrives()) {
        tail.find(relay, destination);
        if (tail.arrives()) {
          return List.of(head, tail);
        }
      }
    }
    throw new NoPathException(
        "no up-down path from "
            + name(source)
            + " to "
            + name(destination)
            + ", and none over another GPU of their nodes"
            + (failed.isEmpty() ? "" : "; failed links: " + failed.size()));
  }

  private String name(int endpoint) {
    return fabric.nodeName(fabric.endNode(endpoint));
  }
}
