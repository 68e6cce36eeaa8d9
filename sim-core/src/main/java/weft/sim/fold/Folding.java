package weft.sim.fold;

import org.jspecify.annotations.Nullable;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.flow.FlowModel;
import weft.sim.probe.TransferProbe;
import weft.sim.route.Router;
import weft.sim.transfer.NetworkModel;
import weft.sim.workload.FlowList;
import weft.sim.workload.Program;
import weft.sim.workload.Representatives;

/**
 * A run in which every class of interchangeable ranks is simulated once.
 *
 * <p>What the ranks do, how they are grouped, what they send over which links, and the capacities
 * of these are one graph. On the classes of its coarsest equitable partition everything is the same
 * by induction over the events: ranks of a class do the same operations; groups of a class are
 * complete at the same time; the transfers that are under way are whole classes, so each link of a
 * class has as many of each class as the others, and max-min fair rates, which are unique, are the
 * same on a class. So the quotient, one rank, group, connection and link a class, gives the exact
 * times of all. Nothing is assumed about roles, stages or places: a broken link or a slow GPU
 * splits what it makes different.
 */
public final class Folding {

  /** Folding pays from so few simulated connections of all on: an assumption, see decision 10. */
  private static final double WORTH = 0.5;

  /** A graph of so few vertices is refined to the end, whether or not that pays. */
  private static final int SMALL = 1_000;

  /** Of the vertices of a larger graph, the share at which refinement is given up. */
  private static final double TOO_MANY = 0.25;

  private final SymmetryGraph symmetry;
  private final FoldedNetwork network;
  private final FoldedRanks ranks;
  private final double share;
  private Runnable onSettled = () -> {};

  private Folding(SymmetryGraph symmetry, FoldedNetwork network, FoldedRanks ranks, double share) {
    this.symmetry = symmetry;
    this.network = network;
    this.ranks = ranks;
    this.share = share;
  }

  /** A folding, or why there is none. */
  public record Attempt(@Nullable Folding folding, String keptFrom) {}

  /**
   * Looks for a folding that pays.
   *
   * @param all where each rank runs, and the communicators of all groups
   * @param flows transfers beside the program, which are simulated one by one
   */
  public static Attempt attempt(
      Program program, Representatives all, FlowList flows, Fabric fabric, Router router) {
    for (int relation = 0; relation < program.relations(); relation++) {
      for (int rank = 0; rank < program.ranks(); rank++) {
        if (program.peer(relation, rank) == rank) {
          return new Attempt(null, "rank " + rank + " sends to itself");
        }
      }
    }
    SymmetryGraph symmetry = new SymmetryGraph(program, all, flows, fabric, router);
    if (!symmetry.missing().isEmpty()) {
      return new Attempt(null, symmetry.missing());
    }
    int vertices = symmetry.graph().vertices();
    int most = vertices <= SMALL ? vertices : (int) (TOO_MANY * vertices);
    Classes classes = Classes.of(program, symmetry, most);
    if (classes == null) {
      return new Attempt(null, Differences.ofGivenUp(symmetry, fabric));
    }
    FoldedNetwork network = new FoldedNetwork(symmetry, classes, fabric);
    double share =
        (double) network.connectionClasses() / Math.max(1, symmetry.connections().count());
    FoldedRanks ranks = FoldedRanks.of(program, all, symmetry, classes, network);
    String keptFrom = Differences.of(program, symmetry, classes, fabric, ranks.program().ranks());
    if (share > WORTH) {
      return new Attempt(null, keptFrom);
    }
    if (!ranks.isUnambiguous()) {
      return new Attempt(null, "transfers that differ share a connection");
    }
    return new Attempt(new Folding(symmetry, network, ranks, share), keptFrom);
  }

  /** How many edges of a group are simulated; 0 if another group stands for it. */
  public int simulatedEdges(int partition, int group) {
    return ranks.simulatedEdges(partition, group, symmetry, network);
  }

  /** From now on the communicators of the groups simulate each class of edges once. */
  public void foldCommunicators() {
    ranks.foldCommunicators(symmetry, network);
  }

  /** A flow model of the classes. */
  public FlowModel model(Engine engine, TransferProbe probe, boolean audit) {
    RealLinks real = new RealLinks(network, probe);
    onSettled = real::settle;
    return new FlowModel(engine, network.fabric(), network.paths(), real, audit, 0, false);
  }

  /** The end of a run: tells the probe what it takes all of the run to tell. */
  public void settle() {
    onSettled.run();
  }

  /** The same as a model that answers for the whole network. */
  public NetworkModel network(FlowModel model) {
    return new ExpandedNetwork(model, network);
  }

  /** Links of the model. */
  public int linkCount() {
    return network.fabric().linkCount();
  }

  /** What the classes of ranks do. */
  public Program program() {
    return ranks.program();
  }

  /** Where they run. */
  public Representatives representatives() {
    return ranks;
  }

  /** The first rank of a class. */
  public int firstRank(int rankClass) {
    return ranks.firstRank(rankClass);
  }

  /** The class of a rank. */
  public int classOf(int rank) {
    return ranks.classOf(rank);
  }

  /** For each class of ranks, how many there are. */
  public int[] weights() {
    return ranks.weights();
  }

  /** Simulated transfers over all. */
  public double simulatedShare() {
    return share;
  }
}
