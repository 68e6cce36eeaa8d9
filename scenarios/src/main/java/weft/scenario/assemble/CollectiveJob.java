package weft.scenario.assemble;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.LaunchedBy;
import weft.scenario.spec.ProtocolName;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.Estimate;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Protocol;
import weft.sim.fabric.Fabric;
import weft.sim.run.GroupLinks;
import weft.topology.hardware.CollectiveLibrary;

/**
 * A scan of sizes of a collective, and how the library would do each.
 *
 * @param operation what is done
 * @param library who does it
 * @param shape where the ranks are
 * @param chooser how it chooses
 * @param launchedByPs what whoever starts the collectives adds to each, picoseconds
 * @param isByLibrary whether it is simulated with what the library chooses and costs; else round a
 *     ring at the step overhead of the network
 * @param sizes from the smallest to the greatest, bytes
 */
public record CollectiveJob(
    Operation operation,
    CollectiveLibrary library,
    GroupShape shape,
    Chooser chooser,
    long launchedByPs,
    boolean isByLibrary,
    List<Long> sizes) {

  public CollectiveJob {
    sizes = List.copyOf(sizes);
  }

  static CollectiveJob of(
      WorkloadSpec.Collective spec,
      Operation operation,
      Fabric fabric,
      CollectiveLibrary library,
      boolean isNamed) {
    Integer wanted = spec.ranks();
    int ranks = wanted == null ? fabric.endpointCount() : wanted;
    int[] members = IntStream.range(0, ranks).toArray();
    GroupLinks links = new GroupLinks(fabric);
    GroupShape shape = links.shape(members, library.costs().nvls() != null);
    Integer channels = spec.channels();
    Chooser chooser =
        new Chooser(
            operation,
            shape,
            links.of(members, shape),
            library.costs(),
            0,
            channels == null ? RingLayout.AUTOMATIC : channels,
            algorithm(spec),
            protocol(spec.protocol()));
    return new CollectiveJob(
        operation,
        library,
        shape,
        chooser,
        launchedByPs(spec.launchedBy(), library.costs()),
        isByLibrary(spec, operation, isNamed),
        sizes(spec));
  }

  /**
   * Whether a scenario asks for something that takes a library: names one, or an algorithm, a
   * protocol or an operation that does not go round a ring.
   */
  private static boolean isByLibrary(
      WorkloadSpec.Collective spec, Operation operation, boolean isNamed) {
    return isNamed
        || !RingSchedule.isRound(operation)
        || spec.protocol() != ProtocolName.AUTO
        || !(spec.algorithm().equals(WorkloadSpec.Collective.AUTO)
            || spec.algorithm().equals(Algorithm.RING.text()));
  }

  private static @Nullable Algorithm algorithm(WorkloadSpec.Collective spec) {
    return spec.algorithm().equals(WorkloadSpec.Collective.AUTO)
        ? null
        : Algorithm.named(spec.algorithm());
  }

  private static @Nullable Protocol protocol(ProtocolName name) {
    return switch (name) {
      case AUTO -> null;
      case LL -> Protocol.LL;
      case LL128 -> Protocol.LL128;
      case SIMPLE -> Protocol.SIMPLE;
    };
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

  /** From the smallest size to the greatest, each {@code factor} times the one before. */
  private static List<Long> sizes(WorkloadSpec.Collective spec) {
    long[] sizes = new long[Long.SIZE];
    int count = 0;
    for (long bytes = spec.beginBytes(); ; bytes *= spec.factor()) {
      sizes[count++] = bytes;
      if (bytes > spec.lastBytes() / spec.factor()) {
        return Arrays.stream(sizes, 0, count).boxed().toList();
      }
    }
  }

  private static long launchedByPs(LaunchedBy launchedBy, LibraryCosts costs) {
    return switch (launchedBy) {
      case PROCESS_PER_GPU -> 0;
      case ONE_PROCESS -> costs.oneProcessPs();
      case BLOCKING_CALLS -> costs.blockingPs();
    };
  }
}
