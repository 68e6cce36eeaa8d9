package weft.scenario.assemble;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.LaunchedBy;
import weft.scenario.spec.NetworkSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.Estimate;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Protocol;
import weft.sim.fabric.Fabric;
import weft.topology.hardware.CollectiveLibrary;

/**
 * A scan of sizes of a collective, and how the library would do each.
 *
 * @param operation what is done
 * @param root the rank that has the data first or last; 0 if the operation has no root
 * @param library who does it
 * @param chooser how it chooses
 * @param launchedByPs what whoever starts the collectives adds to each, picoseconds
 * @param isByLibrary whether it is simulated with what the library chooses and costs; else round a
 *     ring at the step overhead of the network
 * @param hasChannels whether it is said how many channels there are
 * @param sizes from the smallest to the greatest, bytes
 */
public record CollectiveJob(
    Operation operation,
    int root,
    CollectiveLibrary library,
    Chooser chooser,
    long launchedByPs,
    boolean isByLibrary,
    boolean hasChannels,
    List<Long> sizes) {

  public CollectiveJob {
    sizes = List.copyOf(sizes);
  }

  /**
   * The scan of a scenario.
   *
   * @param members the GPUs that take part
   */
  static CollectiveJob of(
      WorkloadSpec.Collective spec,
      int[] members,
      Fabric fabric,
      CollectiveLibrary library,
      NetworkSpec network) {
    Chooser chooser =
        Assembler.links(network, fabric).chooser(spec.request(), members, library.costs());
    return new CollectiveJob(
        spec.operationToDo(),
        spec.rootToUse(),
        library,
        chooser,
        launchedByPs(spec.launchedBy(), library.costs()),
        spec.isByLibrary(network.library()),
        spec.channelsToUse() != RingLayout.AUTOMATIC,
        spec.sizes());
  }

  /** Where the ranks are. */
  public GroupShape shape() {
    return chooser.shape();
  }

  /** What the library does with data of this size, and what it is predicted to take. */
  public Estimate choice(long bytes) {
    return chooser.choice(bytes);
  }

  /** The predicted time, picoseconds. */
  public double predictedPs(long bytes) {
    return choice(bytes).timePs() + launchedByPs;
  }

  /** Whether the simulation does it as the library would. */
  public boolean isSimulated(long bytes) {
    Estimate choice = choice(bytes);
    return isByLibrary
        || (choice.algorithm() == Algorithm.RING && choice.protocol() == Protocol.SIMPLE);
  }

  /** Why its rings are one pair on a torus with more; null if not, or none of its sizes has any. */
  public @Nullable String whyOnePair() {
    boolean goesRound =
        !isByLibrary
            || sizes.stream().anyMatch(bytes -> choice(bytes).algorithm() == Algorithm.RING);
    return goesRound && !hasChannels ? shape().whyOnePair() : null;
  }

  /** The protocol of the simulation; of rings at the step overhead of the network NCCL's Simple. */
  public Protocol protocol(long bytes) {
    return isByLibrary ? choice(bytes).protocol() : Protocol.SIMPLE;
  }

  private static long launchedByPs(LaunchedBy launchedBy, LibraryCosts costs) {
    return switch (launchedBy) {
      case PROCESS_PER_GPU -> 0;
      case ONE_PROCESS -> costs.oneProcessPs();
      case BLOCKING_CALLS -> costs.blockingPs();
    };
  }
}
