package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntIterator;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.ints.IntSets;
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
 * the rails of their own ends, where a PCIe switch leads to others as well; of two rails that of
 * the destination. Among the links that lie on one of them, the link at each hop is number {@code
 * choose(mix(flowHash, hop), candidates)}, first the links up, then those on the level, then those
 * down, each in a fixed order; {@code flowHash} mixes the seed, the source, the destination and the
 * flow number in this order ({@link KeyedHash}). Of a NIC with several ports, the flows between two
 * endpoints use them in turn, by their numbers. A flow keeps its path for the whole run, and its
 * path does not depend on any other flow: as with a switch that hashes the five-tuple, two flows
 * may well meet on one link while another is idle.
 *
 * <p>Where there is no such path, as between two rails that no spine joins, one is made of two:
 * over another endpoint of the source's domain, if there is one on the destination's rail over that
 * (what NCCL calls PXN: nccl v2.30.7 src/graph/paths.cc), or else over one of the destination's
 * domain; and where neither end reaches such a relay of the other, as between GPUs behind PCIe
 * switches without a NIC, over the first of the source's domain, again the destination's rail
 * first, that reaches one of the destination's, that on its own rail first.
 *
 * <p>Where links have failed, only paths without them count, as when routing has converged: the
 * shortest that are left, be they longer than before. A flow whose path over the whole fabric meets
 * no failed link keeps it. Any other keeps it as far as its links still lead on at the least cost;
 * from there on it takes at each hop, ports of a NIC included, the candidate with the highest
 * {@code mix(mix(flowHash, hop), link)} (rendezvous hashing: Thaler, Ravishankar: Using Name-Based
 * Mappings to Increase Hit Rates, IEEE/ACM Trans. Networking 6(1), 1998). So one more failure moves
 * only flows that used what fails, and its repair moves only those back: what switches call
 * resilient hashing.
 *
 * <p>Paths are computed on first use and kept. The cost of one is the number of links above its two
 * ends, which in a leaf–spine fabric is a few dozen; what endpoints behind the same two switches
 * have in common is searched once.
 */
public final class UpDownRouter implements Router {

  /** Endpoints and flows are packed into one key. */
  private static final int MAX_ENDPOINTS = 1 << 24;

  private static final int MAX_FLOWS = 1 << 16;
  private static final int MAX_PATHS = 1 << 20;
  private final Fabric fabric;
  private final long seed;
  private final Paths paths = new Paths();
  private final PathIds pathOfFlow = new PathIds();

  private final Relays relays;
  private final NodeFacts facts;
  private final IntSet failed;

  /** The fabric as it was built, and as it is without its failed links. */
  private final Routes whole;

  private final Routes converged;

  /** A router over {@code fabric} whose choices follow from {@code seed}; nothing has failed. */
  public UpDownRouter(Fabric fabric, long seed) {
    if (fabric.end(fabric.nodeCount()) > MAX_ENDPOINTS) {
      throw new IllegalArgumentException(
          fabric.end(fabric.nodeCount())
              + " endpoints and nodes, at most "
              + MAX_ENDPOINTS
              + " can be routed");
    }
    this.fabric = fabric;
    this.seed = seed;
    failed = IntSets.EMPTY_SET;
    relays = new Relays(fabric);
    facts = new NodeFacts(fabric);
    whole = new Routes(fabric, failed, relays, facts);
    converged = whole;
  }

  private UpDownRouter(UpDownRouter other, IntSet failed) {
    fabric = other.fabric;
    seed = other.seed;
    this.failed = failed;
    relays = other.relays;
    facts = other.facts;
    whole = other.whole;
    converged = failed.isEmpty() ? whole : new Routes(fabric, failed, relays, facts);
  }

  /**
   * A router over the same fabric with the same seed that avoids those links and no others,
   * whatever this one avoids. It has paths of its own: ids of one mean nothing to the other.
   *
   * @param links directed links; a cable that is cut is two
   * @throws IllegalArgumentException if one does not exist
   */
  public UpDownRouter withFailures(IntSet links) {
    for (IntIterator all = links.iterator(); all.hasNext(); ) {
      int link = all.nextInt();
      if (link < 0 || link >= fabric.linkCount()) {
        throw new IllegalArgumentException(
            "no link " + link + " can fail, only 0 … " + (fabric.linkCount() - 1));
      }
    }
    return new UpDownRouter(this, new IntOpenHashSet(links));
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
    int path = pathOfFlow.get(source, destination, flow);
    if (path == PathIds.NONE) {
      path = compute(source, destination, flow);
      pathOfFlow.put(source, destination, flow, path);
    }
    return path;
  }

  @Override
  public PathSet pathSet(int source, int destination, int most) {
    if (most < 1 || most > MAX_PATHS) {
      throw new IllegalArgumentException(most + " paths, only 1 … " + MAX_PATHS);
    }
    Ways ways = ways(source, destination, most + 1);
    return new PathSpread(fabric, ways, hash(source, destination)).paths(most);
  }

  /** The ways around what has failed. */
  Routes converged() {
    return converged;
  }

  /** All cheapest paths of a pair, counted up to a limit. */
  Ways ways(int source, int destination, int limit) {
    return new Ways(fabric, converged.legs(source, destination), limit);
  }

  private int compute(int source, int destination, int flow) {
    PathChooser choice =
        new PathChooser(fabric, flow, KeyedHash.mix(hash(source, destination), flow));
    IntArrayList links = choice.over(whole.legs(source, destination));
    if (meetsFailed(links)) {
      links = choice.keeping(links, converged.legs(source, destination));
    }
    long latencyPs = 0;
    for (int hop = 0; hop < links.size(); hop++) {
      latencyPs = Durations.add(latencyPs, fabric.latencyPs(links.getInt(hop)));
    }
    return paths.add(links, latencyPs);
  }

  private boolean meetsFailed(IntArrayList links) {
    for (int hop = 0; hop < links.size(); hop++) {
      if (failed.contains(links.getInt(hop))) {
        return true;
      }
    }
    return false;
  }

  private long hash(int source, int destination) {
    return KeyedHash.mix(KeyedHash.mix(seed, source), destination);
  }
}
