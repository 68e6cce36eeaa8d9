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
  private final LinkIndex upLinks;
  private final LinkIndex downLinks;
  private final Laterals laterals;
  private final Relays relays;

  Routes(Fabric fabric, IntSet failed, Relays relays) {
    this.fabric = fabric;
    this.failed = failed;
    this.relays = relays;
    upLinks = LinkIndex.upBySource(fabric, failed);
    downLinks = LinkIndex.downByTarget(fabric, failed);
    laterals = new Laterals(fabric, failed);
  }

  /**
   * The parts of the way from one endpoint to another: a single one, or two that meet at a relay.
   *
   * @throws NoPathException if there is no way
   * @throws IllegalArgumentException if both are the same
   */
  List<Ascent> legs(int source, int destination) {
    if (fabric.endpointNode(source) == fabric.endpointNode(destination)) {
      throw new IllegalArgumentException("no path from " + name(source) + " to itself");
    }
    Ascent direct = leg(source, destination);
    if (direct.arrives()) {
      return List.of(direct);
    }
    IntArrayList candidates = relays.between(source, destination);
    for (int i = 0; i < candidates.size(); i++) {
      int relay = candidates.getInt(i);
      Ascent head = leg(source, relay);
      if (head.arrives()) {
        Ascent tail = leg(relay, destination);
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

  private Ascent leg(int source, int destination) {
    Descents descents = new Descents(fabric, downLinks, destination);
    return new Ascent(fabric, upLinks, laterals, descents, source, destination);
  }

  private String name(int endpoint) {
    return fabric.nodeName(fabric.endpointNode(endpoint));
  }
}
