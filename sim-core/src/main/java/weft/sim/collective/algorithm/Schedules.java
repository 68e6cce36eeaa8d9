package weft.sim.collective.algorithm;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.PairSizes;
import weft.sim.collective.RingLayout;
import weft.sim.collective.Schedule;

/** Which algorithms there are for which operation and group, and their schedules. */
public final class Schedules {

  /** As many channels as suit the algorithm and the group. */
  public static final int AUTOMATIC = RingLayout.AUTOMATIC;

  private Schedules() {}

  /**
   * The schedule of an operation.
   *
   * @param root the rank that has the data first or last; 0 if the operation has no root
   * @param channels number of channels, or {@link #AUTOMATIC}
   * @throws IllegalArgumentException if the algorithm cannot do this, with the reason
   */
  public static Schedule of(
      Operation operation, Algorithm algorithm, GroupShape shape, int root, int channels) {
    String refusal = refusal(operation, algorithm, shape);
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
    if (root < 0 || root >= shape.ranks() || (root > 0 && !operation.hasRoot())) {
      throw new IllegalArgumentException(
          "root " + root + " of " + operation.text() + " over " + shape.ranks() + " ranks");
    }
    if (channels < 0) {
      throw new IllegalArgumentException(channels + " channels");
    }
    if (shape.ranks() == 1) {
      return new Alone(operation, algorithm);
    }
    int count = channels == AUTOMATIC ? channels(algorithm, shape) : channels;
    return switch (algorithm) {
      case RING ->
          operation == Operation.BROADCAST || operation == Operation.REDUCE
              ? new Chain(operation, shape, root, shape.rings(count))
              : new Ring(operation, shape, shape.rings(count));
      case TREE -> new Tree(operation, shape, count);
      case HALVING_DOUBLING -> new HalvingDoubling(operation, shape, count);
      case HIERARCHICAL -> new Hierarchical(operation, shape, count);
      case DIRECT ->
          operation == Operation.GATHER || operation == Operation.SCATTER
              ? new Star(operation, shape, root, count)
              : new Exchange(operation, algorithm, shape, count);
      case PAIRWISE -> new Exchange(operation, algorithm, shape, count);
      case PXN -> new Pxn(shape, count);
      case BRUCK -> new Bruck(operation, shape, count);
      case NVLS, NVLS_TREE -> new Nvls(operation, algorithm, shape, count);
      case IN_NETWORK -> new InNetwork(operation, shape, count);
      case PAT -> new Pat(operation, shape, count);
    };
  }

  /**
   * The schedule of an all-to-all with a size for each pair of ranks, by messages from rank to
   * rank.
   *
   * @param channels number of channels, or {@link #AUTOMATIC}
   * @throws IllegalArgumentException if the algorithm cannot do this, with the reason
   */
  public static Schedule ofPairs(
      Algorithm algorithm, GroupShape shape, int channels, PairSizes pairs) {
    if (!sendsPairByPair(algorithm) || pairs.ranks() != shape.ranks()) {
      throw new IllegalArgumentException(
          "%s of %d ranks with sizes of %d"
              .formatted(algorithm.text(), shape.ranks(), pairs.ranks()));
    }
    if (shape.ranks() == 1) {
      return new Alone(Operation.ALL_TO_ALL, algorithm);
    }
    int count = channels == AUTOMATIC ? channels(algorithm, shape) : channels;
    return new Exchange(algorithm, shape, count, pairs);
  }

  /**
   * Whether an algorithm sends what a rank has for another as a message of its own, so that none is
   * sent where there is nothing.
   */
  public static boolean sendsPairByPair(Algorithm algorithm) {
    return algorithm == Algorithm.DIRECT || algorithm == Algorithm.PAIRWISE;
  }

  /**
   * How many channels suit an algorithm and a group. Rings have one for each rail and port; two
   * trees as many each, as a chain in a node loads one way through it; NVLS trees are two; the
   * others load all rails on one channel, so that they have one for each port.
   */
  public static int channels(Algorithm algorithm, GroupShape shape) {
    return switch (algorithm) {
      case RING -> AUTOMATIC;
      case TREE -> shape.nodes() == 1 ? 1 : 2 * shape.gates() * shape.ports();
      case NVLS -> 1;
      case NVLS_TREE -> 2;
      case HALVING_DOUBLING, HIERARCHICAL, DIRECT, PAIRWISE, PXN, BRUCK, IN_NETWORK, PAT ->
          shape.ports();
    };
  }

  /** The operations that an algorithm can do, given a group that suits it. */
  public static Set<Operation> operations(Algorithm algorithm) {
    return switch (algorithm) {
      case RING ->
          EnumSet.of(
              Operation.ALL_REDUCE,
              Operation.ALL_GATHER,
              Operation.REDUCE_SCATTER,
              Operation.BROADCAST,
              Operation.REDUCE,
              Operation.BARRIER);
      case TREE, NVLS_TREE, IN_NETWORK -> EnumSet.of(Operation.ALL_REDUCE, Operation.BARRIER);
      case HALVING_DOUBLING, HIERARCHICAL, NVLS ->
          EnumSet.of(
              Operation.ALL_REDUCE,
              Operation.ALL_GATHER,
              Operation.REDUCE_SCATTER,
              Operation.BARRIER);
      case DIRECT ->
          EnumSet.of(Operation.ALL_TO_ALL, Operation.GATHER, Operation.SCATTER, Operation.SENDRECV);
      case PAIRWISE, PXN -> EnumSet.of(Operation.ALL_TO_ALL);
      case BRUCK -> EnumSet.of(Operation.ALL_GATHER, Operation.ALL_TO_ALL);
      case PAT -> EnumSet.of(Operation.ALL_GATHER, Operation.REDUCE_SCATTER);
    };
  }

  /** Why an algorithm cannot do an operation for a group, in words for the user; null if it can. */
  public static @Nullable String refusal(
      Operation operation, Algorithm algorithm, GroupShape shape) {
    if (!operations(algorithm).contains(operation)) {
      return "%s does not do %s, only %s"
          .formatted(
              algorithm.text(),
              operation.text(),
              operations(algorithm).stream()
                  .map(Operation::text)
                  .collect(Collectors.joining(", ")));
    }
    return switch (algorithm) {
      case NVLS -> shape.nodes() > 1 ? severalNodes(shape) : noMulticast(algorithm, shape);
      case NVLS_TREE ->
          shape.nodes() == 1
              ? "nvls-tree joins several nodes, and the group is in one; use nvls"
              : shape.ranks() == shape.nodes()
                  ? "nvls-tree reduces in the NVSwitches of nodes, and each has one rank only"
                  : noMulticast(algorithm, shape);
      case IN_NETWORK -> noReducingSwitch(shape);
      case RING, TREE, HALVING_DOUBLING, HIERARCHICAL, DIRECT, PAIRWISE, PXN, BRUCK, PAT -> null;
    };
  }

  private static String severalNodes(GroupShape shape) {
    return "nvls stays within a scale-up domain, and the group is in %d; use nvls-tree"
        .formatted(shape.nodes());
  }

  private static @Nullable String noMulticast(Algorithm algorithm, GroupShape shape) {
    if (shape.isMesh()) {
      return algorithm.text() + " needs NVSwitches, and the GPUs of a node are joined directly";
    }
    return shape.hasMulticast()
        ? null
        : algorithm.text() + " needs NVSwitches that multicast and reduce (from Hopper on)";
  }

  private static @Nullable String noReducingSwitch(GroupShape shape) {
    if (shape.nodes() == 1) {
      return "in-network reduces in the switches between nodes, and the group is in one node";
    }
    return shape.reducesInNetwork()
        ? null
        : "in-network needs scale-out switches that reduce (SHARP), and the fabric has none";
  }

  /** The algorithms that can do an operation for a group. */
  public static List<Algorithm> possible(Operation operation, GroupShape shape) {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> refusal(operation, algorithm, shape) == null)
        .toList();
  }
}
