package weft.sim.route;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Objects;
import weft.sim.fabric.Fabric;

/** Over which endpoints traffic can be relayed that finds no path of its own. */
final class Relays {

  private final Fabric fabric;
  private final Int2ObjectOpenHashMap<IntArrayList> endpointsOfDomain =
      new Int2ObjectOpenHashMap<>();

  Relays(Fabric fabric) {
    this.fabric = fabric;
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      endpointsOfDomain
          .computeIfAbsent(fabric.domain(endpoint), absent -> new IntArrayList())
          .add(endpoint);
    }
  }

  /**
   * Endpoints to try, best first: of the source's domain on the destination's rail, the others of
   * it, of the destination's domain on the source's rail, the others of that.
   */
  IntArrayList between(int source, int destination) {
    IntArrayList candidates = new IntArrayList();
    if (fabric.isEndpoint(source) && fabric.isEndpoint(destination)) {
      add(source, fabric.rail(destination), destination, candidates);
      add(destination, fabric.rail(source), source, candidates);
    }
    return candidates;
  }

  private void add(int member, int rail, int other, IntArrayList candidates) {
    IntArrayList domain = Objects.requireNonNull(endpointsOfDomain.get(fabric.domain(member)));
    for (boolean onRail : new boolean[] {true, false}) {
      for (int i = 0; i < domain.size(); i++) {
        int endpoint = domain.getInt(i);
        if (endpoint != member && endpoint != other && (fabric.rail(endpoint) == rail) == onRail) {
          candidates.add(endpoint);
        }
      }
    }
  }
}
