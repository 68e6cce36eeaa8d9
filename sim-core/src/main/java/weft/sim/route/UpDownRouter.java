package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import weft.sim.fabric.Fabric;
import weft.sim.random.KeyedHash;
import weft.sim.unit.Durations;

/**
 * Shortest up-down paths, one of them chosen for each flow by a hash (ECMP).
 *
 * <p>A path climbs from its source, level by level, then may follow links between nodes of the
 * level that it has reached, such as those between the routers of a dragonfly or the GPUs of a
 * torus, and then only descends. Of the shortest such paths those count whose highest node is
 * lowest: two GPUs of a node that also share a leaf use NVLink. And of these the ones over NICs on
 * the rails of their own ends, where a PCIe switch leads to others as well. Among the links that
 * lie on one of them, the link at each hop is number {@code choose(mix(flowHash, hop),
 * candidates)}, first the links up, then those on the level, then those down, each in a fixed
 * order; {@code flowHash} mixes the seed, the source, the destination and the flow number in this
 * order ({@link KeyedHash}). Of a NIC with several ports, the flows between two endpoints use them
 * in turn, by their numbers. A flow keeps its path for the whole run, and its path does not depend
 * on any other flow: as with a switch that hashes the five-tuple, two flows may well meet on one
 * link while another is idle.
 *
 * <p>Where there is no such path, as between two rails that no spine joins, one is made of two:
 * over another endpoint of the source's domain, if there is one on the destination's rail over that
 * (what NCCL calls PXN: nccl v2.30.7 src/graph/paths.cc), or else over one of the destination's
 * domain.
 *
 * <p>Paths are computed on first use and kept. The cost of one is the number of links above its two
 * ends, which in a leaf–spine fabric is a few dozen.
 */
public final class UpDownRouter implements Router {

  /** Endpoints and flows are packed into one key. */
  private static final int MAX_ENDPOINTS = 1 << 24;

  private static final int MAX_FLOWS = 1 << 16;
  private final Fabric fabric;
  private final long seed;
  private final Paths paths = new Paths();
  private final Long2IntOpenHashMap pathOfFlow = new Long2IntOpenHashMap();

  private final LinkIndex upLinks;
  private final LinkIndex downLinks;
  private final Laterals laterals;
  private final Relays relays;

  /** A router over {@code fabric} whose choices follow from {@code seed}. */
  public UpDownRouter(Fabric fabric, long seed) {
    if (fabric.endpointCount() > MAX_ENDPOINTS) {
      throw new IllegalArgumentException(
          fabric.endpointCount() + " endpoints, at most " + MAX_ENDPOINTS + " can be routed");
    }
    this.fabric = fabric;
    this.seed = seed;
    pathOfFlow.defaultReturnValue(-1);
    upLinks = LinkIndex.upBySource(fabric);
    downLinks = LinkIndex.downByTarget(fabric);
    laterals = new Laterals(fabric);
    relays = new Relays(fabric);
  }

  @Override
  public Paths paths() {
    return paths;
  }

  @Override
  public int path(int source, int destination, int flow) {
    if (flow < 0 || flow >= MAX_FLOWS) {
      throw new IllegalArgumentException("flow " + flow + ", only 0 … " + (MAX_FLOWS - 1));
    }
    long key = ((long) source << 24 | destination) << 16 | flow;
    int path = pathOfFlow.get(key);
    if (path < 0) {
      path = compute(source, destination, flow);
      pathOfFlow.put(key, path);
    }
    return path;
  }

  private int compute(int source, int destination, int flow) {
    if (fabric.endpointNode(source) == fabric.endpointNode(destination)) {
      throw new IllegalArgumentException(
          "no path from " + fabric.nodeName(fabric.endpointNode(source)) + " to itself");
    }
    long hash = KeyedHash.mix(KeyedHash.mix(KeyedHash.mix(seed, source), destination), flow);
    IntArrayList links = new IntArrayList();
    if (!addDirect(source, destination, flow, hash, links)) {
      addRelayed(source, destination, flow, hash, links);
    }
    long latencyPs = 0;
    for (int hop = 0; hop < links.size(); hop++) {
      latencyPs = Durations.add(latencyPs, fabric.latencyPs(links.getInt(hop)));
    }
    return paths.add(links, latencyPs);
  }

  /** Adds the links of a direct path, or none if there is no such path. */
  private boolean addDirect(int source, int destination, int flow, long hash, IntArrayList links) {
    Descents descents = new Descents(fabric, downLinks, destination);
    return new Ascent(fabric, upLinks, laterals, descents, source)
        .walk(fabric.endpointNode(destination), flow, hash, links);
  }

  private void addRelayed(int source, int destination, int flow, long hash, IntArrayList links) {
    IntArrayList candidates = relays.between(source, destination);
    for (int i = 0; i < candidates.size(); i++) {
      int relay = candidates.getInt(i);
      if (addDirect(source, relay, flow, hash, links)) {
        if (addDirect(relay, destination, flow, hash, links)) {
          return;
        }
        links.clear();
      }
    }
    throw new IllegalArgumentException(
        "no up-down path from "
            + fabric.nodeName(fabric.endpointNode(source))
            + " to "
            + fabric.nodeName(fabric.endpointNode(destination))
            + ", and none over another GPU of their nodes");
  }
}
