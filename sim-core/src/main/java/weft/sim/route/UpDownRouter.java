package weft.sim.route;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.FabricBuilder;
import weft.sim.random.KeyedHash;
import weft.sim.unit.Durations;

/**
 * Shortest up-down paths, one of them chosen for each flow by a hash (ECMP).
 *
 * <p>A path climbs from its source, level by level, and then only descends; a link between nodes of
 * one level, such as a cable between two GPUs, counts as descending. So a path cannot loop, and
 * passes through another endpoint only where such cables lead through it. Of the shortest such
 * paths those count whose highest node is lowest: two GPUs of a node that also share a leaf use
 * NVLink. Among the links that lie on one of them, the link at each hop is number {@code
 * choose(mix(flowHash, hop), candidates)}, the links up before those down, each in a fixed order;
 * {@code flowHash} mixes the seed, the source, the destination and the flow number in this order
 * ({@link KeyedHash}). A flow keeps its path for the whole run, and its path does not depend on any
 * other flow: as with a switch that hashes the five-tuple, two flows may well meet on one link
 * while another is idle.
 *
 * <p>Paths are computed on first use and kept. The cost of one is the number of links above its two
 * ends, which in a leaf–spine fabric is a few dozen.
 */
public final class UpDownRouter implements Router {

  /** Endpoints and flows are packed into one key. */
  private static final int MAX_ENDPOINTS = 1 << 24;

  private static final int MAX_FLOWS = 1 << 16;
  private static final int UNKNOWN = -1;

  /** Above every level: of two paths with the same steps, the lower one is cheaper. */
  private static final int STEP_COST = FabricBuilder.MAX_LEVEL + 1;

  private final Fabric fabric;
  private final long seed;
  private final Paths paths = new Paths();
  private final Long2IntOpenHashMap pathOfFlow = new Long2IntOpenHashMap();

  private final LinkIndex upLinks;
  private final LinkIndex downLinks;

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
    int from = fabric.endpointNode(source);
    int to = fabric.endpointNode(destination);
    if (from == to) {
      throw new IllegalArgumentException("no path from " + fabric.nodeName(from) + " to itself");
    }
    Descents descents = new Descents(fabric, downLinks, to);
    Int2IntOpenHashMap best = new Int2IntOpenHashMap();
    best.defaultReturnValue(UNKNOWN);
    if (cheapest(from, descents, best) == Descents.UNREACHED) {
      throw new IllegalArgumentException(
          "no up-down path from " + fabric.nodeName(from) + " to " + fabric.nodeName(to));
    }
    long hash = KeyedHash.mix(KeyedHash.mix(KeyedHash.mix(seed, source), destination), flow);
    return walk(from, to, descents, best, hash);
  }

  /**
   * The cost from {@code node} if the path may still climb, memoized in {@code best}: {@link
   * #STEP_COST} for each step, and the level of the highest node.
   */
  private int cheapest(int node, Descents descents, Int2IntOpenHashMap best) {
    int known = best.get(node);
    if (known != UNKNOWN) {
      return known;
    }
    int cost = turningCost(node, descents);
    for (int i = upLinks.first(node); i < upLinks.end(node); i++) {
      int above = cheapest(fabric.target(upLinks.link(i)), descents, best);
      if (above != Descents.UNREACHED) {
        cost = Math.min(cost, above + STEP_COST);
      }
    }
    best.put(node, cost);
    return cost;
  }

  /** The cost from a node at which the path begins to descend. */
  private int turningCost(int node, Descents descents) {
    int steps = descents.steps(node);
    return steps == Descents.UNREACHED
        ? Descents.UNREACHED
        : steps * STEP_COST + fabric.nodeLevel(node);
  }

  private int walk(int from, int to, Descents descents, Int2IntOpenHashMap best, long hash) {
    IntArrayList path = new IntArrayList();
    IntArrayList candidates = new IntArrayList();
    long latencyPs = 0;
    boolean climbing = true;
    int node = from;
    while (node != to) {
      candidates.clear();
      if (climbing) {
        addUpwards(node, best, candidates);
      }
      int upwards = candidates.size();
      if (!climbing || turningCost(node, descents) == best.get(node)) {
        candidates.addAll(descents.links(node));
      }
      int choice = KeyedHash.choose(KeyedHash.mix(hash, path.size()), candidates.size());
      climbing = choice < upwards;
      int link = candidates.getInt(choice);
      path.add(link);
      latencyPs = Durations.add(latencyPs, fabric.latencyPs(link));
      node = fabric.target(link);
    }
    return paths.add(path, latencyPs);
  }

  private void addUpwards(int node, Int2IntOpenHashMap best, IntArrayList candidates) {
    for (int i = upLinks.first(node); i < upLinks.end(node); i++) {
      int link = upLinks.link(i);
      if (best.get(fabric.target(link)) == best.get(node) - STEP_COST) {
        candidates.add(link);
      }
    }
  }
}
