package weft.sim.collective.cost;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;

/** Which algorithm goes with which protocol, and which of these a library has. */
public final class Ways {

  /** What NCCL does itself; the others are there to be asked for. */
  private static final Set<Algorithm> OF_LIBRARY =
      Set.of(
          Algorithm.RING,
          Algorithm.TREE,
          Algorithm.NVLS,
          Algorithm.NVLS_TREE,
          Algorithm.IN_NETWORK,
          Algorithm.PAT,
          Algorithm.DIRECT,
          Algorithm.PXN);

  private static final List<Protocol> ALL = List.of(Protocol.values());
  private static final List<Protocol> SIMPLE = List.of(Protocol.SIMPLE);
  private static final List<Protocol> POINT_TO_POINT = List.of(Protocol.LL, Protocol.SIMPLE);

  private Ways() {}

  /** Whether a library chooses an algorithm by itself where it is possible. */
  public static boolean isOfLibrary(Algorithm algorithm, GroupShape shape) {
    // NCCL 2.30 has PAT only where each node has one rank (src/graph/tuning.cc).
    boolean alone = shape.nodes() == shape.ranks();
    return OF_LIBRARY.contains(algorithm) && (algorithm != Algorithm.PAT || alone);
  }

  /** The protocols that an algorithm can use, as in NCCL (src/graph/tuning.cc, enqueue.cc). */
  public static List<Protocol> protocols(Algorithm algorithm) {
    return switch (algorithm) {
      case RING, TREE, HALVING_DOUBLING, HIERARCHICAL, BRUCK -> ALL;
      case DIRECT, PAIRWISE, PXN -> POINT_TO_POINT;
      case NVLS, NVLS_TREE, IN_NETWORK, PAT -> SIMPLE;
    };
  }

  /**
   * Why an operation cannot be done so, in words for the user; null if it can.
   *
   * @param protocol null for any
   */
  public static @Nullable String refusal(
      Operation operation,
      Algorithm algorithm,
      @Nullable Protocol protocol,
      GroupShape shape,
      LibraryCosts library) {
    String refusal = Schedules.refusal(operation, algorithm, shape);
    if (refusal != null) {
      return refusal;
    }
    if (usesNvSwitches(algorithm) && library.nvls() == null) {
      return algorithm.text() + " takes a library that knows NVSwitches which reduce";
    }
    if (protocol != null && !protocols(algorithm).contains(protocol)) {
      return "%s runs with the protocol %s only, not with %s"
          .formatted(
              algorithm.text(),
              String.join(" or ", protocols(algorithm).stream().map(Protocol::text).toList()),
              protocol.text());
    }
    return null;
  }

  /** Whether a library takes an algorithm into account when it chooses. */
  public static boolean isConsidered(Algorithm algorithm, GroupShape shape, LibraryCosts library) {
    return isOfLibrary(algorithm, shape)
        && (!usesNvSwitches(algorithm)
            || shape.smallestNode() >= Objects.requireNonNull(library.nvls()).leastRanks());
  }

  /**
   * Whether an all-to-all goes by way of the GPU on the receiver's rail (PXN) rather than directly:
   * over several nodes, whose GPUs NVSwitches join (NCCL 2.30: NCCL_P2P_PXN_LEVEL is 2, always).
   */
  static boolean isOverRails(GroupShape shape) {
    return shape.nodes() > 1 && shape.smallestNode() > 1 && !shape.isMesh();
  }

  /** Whether an algorithm has NVSwitches reduce and multicast. */
  public static boolean usesNvSwitches(Algorithm algorithm) {
    return algorithm == Algorithm.NVLS || algorithm == Algorithm.NVLS_TREE;
  }
}
