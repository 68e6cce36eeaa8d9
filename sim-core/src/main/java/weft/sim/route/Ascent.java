package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.FabricBuilder;

/**
 * The cheapest paths from one endpoint to another: what is left to do from each node on the way. An
 * instance is used for one pair after another; it keeps its arrays.
 */
final class Ascent implements Leg {

  private static final int UNREACHED = Descents.UNREACHED;
  private static final int UNKNOWN = -1;

  /** What a level costs: more than any number of NICs off the rail. */
  private static final int LEVEL_COST = Descents.STEP;

  /** Above every level: of two paths with the same steps, the lower one is cheaper. */
  private static final int STEP_COST = LEVEL_COST * (FabricBuilder.MAX_LEVEL + 1);

  private final Fabric fabric;
  private final LinkIndex upLinks;
  private final Laterals laterals;
  private final Descents descents;
  private final Cone climb;
  private int source;
  private int destination;

  /** Nodes that have a way down and can be reached from others of their level. */
  private final IntArrayList entries = new IntArrayList();

  /** By node, the cost if the path may still climb. */
  private final NodeValues best;

  Ascent(Fabric fabric, LinkIndex upLinks, Laterals laterals, Descents descents) {
    this.fabric = fabric;
    this.upLinks = upLinks;
    this.laterals = laterals;
    this.descents = descents;
    climb = new Cone(fabric, upLinks, true);
    best = new NodeValues(fabric.nodeCount());
  }

  /** Finds the paths of another pair of endpoints. */
  void find(int source, int destination) {
    this.source = source;
    this.destination = destination;
    climb.start(from());
    descents.start(destination);
    boolean more = true;
    while (more && !(laterals.isNone() && isDecided())) {
      boolean isHigher = climb.grow();
      more = descents.grow() || isHigher;
    }
    best.clear();
    entries.clear();
    Cone below = descents.cone();
    for (int i = 0; !laterals.isNone() && i < below.size(); i++) {
      if (laterals.isEntered(below.node(i))) {
        entries.add(below.node(i));
      }
    }
  }

  /**
   * Whether no path that leaves what is known can be one of the cheapest. Its highest node is
   * either farther from the source than what is known, and so above the farthest of that; or so it
   * is from the destination.
   */
  private boolean isDecided() {
    Cone below = descents.cone();
    int fewest = fewestSteps();
    return fewest <= climb.distance() + below.distance() + 1
        && below.highestWithin(fewest - climb.distance() - 1) <= climb.lowestOfFarthest()
        && climb.highestWithin(fewest - below.distance() - 1) <= below.lowestOfFarthest();
  }

  /** Of paths by way of what is known. */
  private int fewestSteps() {
    int fewest = UNREACHED;
    for (int steps = 0; steps <= climb.distance(); steps++) {
      for (int i = climb.first(steps); i < climb.end(steps); i++) {
        int cost = descents.cost(climb.node(i));
        if (cost != UNREACHED) {
          fewest = Math.min(fewest, steps + cost / Descents.STEP);
        }
      }
    }
    return fewest;
  }

  @Override
  public int from() {
    return fabric.endNode(source);
  }

  @Override
  public int to() {
    return fabric.endNode(destination);
  }

  /** Whether there is a path; to be asked before {@link #addCandidates}. */
  boolean arrives() {
    return cheapest(from()) != UNREACHED;
  }

  @Override
  public void addCandidates(int node, Direction phase, IntArrayList candidates) {
    boolean climbing = phase == Direction.UP;
    if (climbing) {
      addUpwards(node, candidates);
    }
    if (climbing && turningCost(node) != best.get(node, UNKNOWN)) {
      return;
    }
    if (phase != Direction.DOWN) {
      addLateral(node, candidates);
    }
    if (phase == Direction.DOWN || goesDown(node)) {
      descents.addLinks(node, candidates);
    }
  }

  @Override
  public void addChosen(PathChooser flow, IntArrayList path) {
    IntArrayList candidates = new IntArrayList();
    Direction phase = Direction.UP;
    for (int node = from(); node != to(); ) {
      candidates.clear();
      addCandidates(node, phase, candidates);
      boolean ports = phase == Direction.UP && fabric.isNic(node);
      int link = candidates.getInt(flow.choose(ports, path.size(), candidates.size()));
      path.add(link);
      phase = Direction.of(fabric, link);
      node = fabric.target(link);
    }
  }

  /**
   * The cost from {@code node} if the path may still climb: {@link #STEP_COST} for each step,
   * {@link #LEVEL_COST} for each level of the highest node, and 1 for a NIC off the source's rail,
   * 2 for one off the destination's.
   */
  private int cheapest(int node) {
    int known = best.get(node, UNKNOWN);
    if (known != UNKNOWN) {
      return known;
    }
    int cost = turningCost(node);
    for (int i = upLinks.first(node); i < upLinks.end(node); i++) {
      int next = fabric.target(upLinks.link(i));
      int above = climb.contains(next) ? cheapest(next) : UNREACHED;
      if (above != UNREACHED) {
        cost = Math.min(cost, above + climbingCost(next));
      }
    }
    best.put(node, cost);
    return cost;
  }

  /** The cost of climbing to a node. */
  private int climbingCost(int node) {
    return STEP_COST + (fabric.isOffRail(node, source) ? 1 : 0);
  }

  /** The cost from a node at which the path ceases to climb. */
  private int turningCost(int node) {
    int rest = remaining(node);
    return rest == UNREACHED
        ? UNREACHED
        : rest / Descents.STEP * STEP_COST
            + fabric.nodeLevel(node) * LEVEL_COST
            + rest % Descents.STEP;
  }

  /** What {@link Descents#cost} is, of ways that begin on a node's own level. */
  private int remaining(int node) {
    int least = descents.cost(node);
    for (int i = 0; i < entries.size(); i++) {
      int entry = entries.getInt(i);
      if (fabric.nodeLevel(entry) == fabric.nodeLevel(node)) {
        int lateral = laterals.distance(node, entry);
        if (lateral != Laterals.UNREACHED) {
          least = Math.min(least, lateral * Descents.STEP + descents.cost(entry));
        }
      }
    }
    return least;
  }

  private boolean goesDown(int node) {
    return descents.cost(node) == remaining(node);
  }

  private void addUpwards(int node, IntArrayList candidates) {
    for (int i = upLinks.first(node); i < upLinks.end(node); i++) {
      int link = upLinks.link(i);
      int next = fabric.target(link);
      if (climb.contains(next)
          && best.get(next, UNKNOWN) + climbingCost(next) == best.get(node, UNKNOWN)) {
        candidates.add(link);
      }
    }
  }

  private void addLateral(int node, IntArrayList candidates) {
    if (entries.isEmpty()) {
      return;
    }
    LinkIndex leaving = laterals.leaving();
    for (int i = leaving.first(node); i < leaving.end(node); i++) {
      int link = leaving.link(i);
      if (remaining(fabric.target(link)) == remaining(node) - Descents.STEP) {
        candidates.add(link);
      }
    }
  }
}
