package weft.sim.route;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import weft.sim.fabric.Fabric;
import weft.sim.random.KeyedHash;

/**
 * Shortest up-down paths, one of them chosen for each flow by a hash (ECMP).
 *
 * <p>A path climbs from its source, level by level, and then only descends; a link between nodes of
 * one level, such as a cable between two GPUs, counts as descending. So a path cannot loop, and
 * passes through another endpoint only where such cables lead through it. Among the links that lie
 * on a shortest such path, the link at each hop is number {@code choose(mix(flowHash, hop),
 * candidates)} in the order of link ids, where {@code flowHash} mixes the seed, the source, the
 * destination and the flow number in this order ({@link KeyedHash}). A flow keeps its path for the
 * whole run, and its path does not depend on any other flow: as with a switch that hashes the
 * five-tuple, two flows may well meet on one link while another is idle.
 *
 * <p>Paths are computed on first use and kept. The cost of one is the number of links above its two
 * ends, which in a leaf–spine fabric is a few dozen.
 */
public final class UpDownRouter implements Router {

  /** Endpoints and flows are packed into one key. */
  private static final int MAX_ENDPOINTS = 1 << 24;

  private static final int MAX_FLOWS = 1 << 16;
  private static final int UNREACHED = Integer.MAX_VALUE;

  private final Fabric fabric;
  private final long seed;
  private final Paths paths = new Paths();
  private final Long2IntOpenHashMap pathOfFlow = new Long2IntOpenHashMap();

  /**
   * For each node, where its row of links that enter it from above starts in {@link #downLinks}.
   */
  private final int[] firstDownLinks;

  private final int[] downLinks;

  /** A router over {@code fabric} whose choices follow from {@code seed}. */
  public UpDownRouter(Fabric fabric, long seed) {
    if (fabric.endpointCount() > MAX_ENDPOINTS) {
      throw new IllegalArgumentException(
          fabric.endpointCount() + " endpoints, at most " + MAX_ENDPOINTS + " can be routed");
    }
    this.fabric = fabric;
    this.seed = seed;
    pathOfFlow.defaultReturnValue(-1);
    firstDownLinks = new int[fabric.nodeCount() + 1];
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (!isUp(link)) {
        firstDownLinks[fabric.target(link) + 1]++;
      }
    }
    for (int node = 0; node < fabric.nodeCount(); node++) {
      firstDownLinks[node + 1] += firstDownLinks[node];
    }
    downLinks = new int[firstDownLinks[fabric.nodeCount()]];
    int[] next = firstDownLinks.clone();
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (!isUp(link)) {
        downLinks[next[fabric.target(link)]++] = link;
      }
    }
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
    Int2IntOpenHashMap down = descents(to);
    Int2IntOpenHashMap best = new Int2IntOpenHashMap();
    best.defaultReturnValue(-1);
    if (shortest(from, down, best) == UNREACHED) {
      throw new IllegalArgumentException(
          "no up-down path from " + fabric.nodeName(from) + " to " + fabric.nodeName(to));
    }
    long hash = KeyedHash.mix(KeyedHash.mix(KeyedHash.mix(seed, source), destination), flow);
    return walk(from, to, down, best, hash);
  }

  /** Steps that each node needs to {@code destination} if it only descends. */
  private Int2IntOpenHashMap descents(int destination) {
    Int2IntOpenHashMap steps = new Int2IntOpenHashMap();
    steps.defaultReturnValue(UNREACHED);
    steps.put(destination, 0);
    IntArrayFIFOQueue queue = new IntArrayFIFOQueue();
    queue.enqueue(destination);
    while (!queue.isEmpty()) {
      int node = queue.dequeueInt();
      for (int i = firstDownLinks[node]; i < firstDownLinks[node + 1]; i++) {
        int above = fabric.source(downLinks[i]);
        if (!steps.containsKey(above)) {
          steps.put(above, steps.get(node) + 1);
          queue.enqueue(above);
        }
      }
    }
    return steps;
  }

  /** Steps that {@code node} needs if it may still climb; memoized in {@code best}. */
  private int shortest(int node, Int2IntOpenHashMap down, Int2IntOpenHashMap best) {
    int known = best.get(node);
    if (known >= 0) {
      return known;
    }
    int steps = down.get(node);
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      if (isUp(link)) {
        int above = shortest(fabric.target(link), down, best);
        if (above != UNREACHED) {
          steps = Math.min(steps, above + 1);
        }
      }
    }
    best.put(node, steps);
    return steps;
  }

  private int walk(int from, int to, Int2IntOpenHashMap down, Int2IntOpenHashMap best, long hash) {
    IntArrayList path = new IntArrayList();
    IntArrayList candidates = new IntArrayList();
    long latencyPs = 0;
    boolean climbing = true;
    int node = from;
    while (node != to) {
      int left = (climbing ? best : down).get(node) - 1;
      candidates.clear();
      for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
        int target = fabric.target(link);
        boolean fits = isUp(link) ? climbing && best.get(target) == left : down.get(target) == left;
        if (fits) {
          candidates.add(link);
        }
      }
      int choice = KeyedHash.choose(KeyedHash.mix(hash, path.size()), candidates.size());
      int link = candidates.getInt(choice);
      climbing = isUp(link);
      path.add(link);
      latencyPs += fabric.latencyPs(link);
      node = fabric.target(link);
    }
    return paths.add(path, latencyPs);
  }

  private boolean isUp(int link) {
    return fabric.nodeLevel(fabric.target(link)) > fabric.nodeLevel(fabric.source(link));
  }
}
