package weft.sim.collective.algorithm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
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
    return switch (algorithm) {
      case RING -> new Ring(operation, shape, shape.rings(channels));
      case TREE ->
          new Tree(operation, shape, channels == AUTOMATIC ? treeChannels(shape) : channels);
      default -> throw new IllegalArgumentException(algorithm.text() + " is not there yet");
    };
  }

  /** Why an algorithm cannot do an operation for a group, in words for the user; null if it can. */
  public static @Nullable String refusal(
      Operation operation, Algorithm algorithm, GroupShape shape) {
    boolean isKnown =
        switch (algorithm) {
          case RING ->
              operation == Operation.ALL_REDUCE
                  || operation == Operation.ALL_GATHER
                  || operation == Operation.REDUCE_SCATTER;
          case TREE -> operation == Operation.ALL_REDUCE || operation == Operation.BARRIER;
          default -> false;
        };
    return isKnown ? null : algorithm.text() + " does not do " + operation.text();
  }

  /** The algorithms that can do an operation for a group. */
  public static List<Algorithm> possible(Operation operation, GroupShape shape) {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> refusal(operation, algorithm, shape) == null)
        .toList();
  }

  /** Both trees at home on each rail; one chain, if there is one node. */
  private static int treeChannels(GroupShape shape) {
    return shape.nodes() == 1 ? 1 : 2 * shape.smallestNode() * shape.ports();
  }
}
